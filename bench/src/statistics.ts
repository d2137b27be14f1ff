/** The value below which a part of a list lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** The median. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** How many times as fast as another: the median of the rounds' ratios, and their middle half. */
export function ratioOf(
  own: readonly number[],
  other: readonly number[]
): { readonly ratio: number; readonly spread: readonly [number, number] } {
  const ratios = own.map((time, round) => (other[round] ?? Number.NaN) / time)
  return { ratio: median(ratios), spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] }
}
