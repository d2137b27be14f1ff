/** A value by which equal keys are equal: Dates and bytes are objects, 5 and 5n the same key. */
export function identity(key: unknown): unknown {
  switch (typeof key) {
    case 'bigint': {
      const number = Number(key)
      return Number.isSafeInteger(number) ? number : key
    }
    case 'object':
      if (key instanceof Date) return `date ${key.getTime()}`
      if (key instanceof Uint8Array) return `bytes ${Buffer.from(key).toString('hex')}`
      return key
    default:
      return key
  }
}
