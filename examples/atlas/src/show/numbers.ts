const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const tenths = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1
})

/** A whole number with its thousands apart: `135,233`. */
export function integer(value: number): string {
  return integers.format(value)
}

/** A duration for people: `0.4 ms`, `1.9 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${tenths.format(milliseconds)} ms`
  return `${tenths.format(milliseconds / 1_000)} s`
}

/** A number with its noun: `1 row`, `250 rows`. */
export function counted(count: number, noun: string): string {
  return `${integer(count)} ${noun}${count === 1 ? '' : 's'}`
}
