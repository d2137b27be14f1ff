/** The columns that the last save of an instance wrote; of most instances there was none. */
const written = new WeakMap<object, ReadonlySet<string>>()

const nothing: ReadonlySet<string> = new Set()

/** The properties that the last save of an instance wrote. */
export function lastWritten(instance: object): ReadonlySet<string> {
  return written.get(instance) ?? nothing
}

/** Notes what a save of an instance wrote. */
export function noteWritten(instance: object, properties: ReadonlySet<string>): void {
  written.set(instance, properties)
}
