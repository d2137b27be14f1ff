// Which rows and columns of a large table are to be drawn.

/** From the first to before the last. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The rows of one height that are seen, and some before and behind. */
export function visibleRows(
  count: number,
  height: number,
  scrolled: number,
  viewport: number,
  spare = 6
): Range {
  const start = Math.max(0, Math.floor(scrolled / height) - spare)
  const end = Math.min(count, Math.ceil((scrolled + viewport) / height) + spare)
  return { start: Math.min(start, count), end: Math.max(end, Math.min(start, count)) }
}

/**
 * The columns that are seen, and one before and behind.
 *
 * @param offsets Where each column begins, and where the last one ends.
 */
export function visibleColumns(
  offsets: readonly number[],
  scrolled: number,
  viewport: number
): Range {
  const count = offsets.length - 1
  let start = 0
  while (start < count && (offsets[start + 1] ?? 0) <= scrolled) start += 1
  let end = start
  while (end < count && (offsets[end] ?? 0) < scrolled + viewport) end += 1
  return { start: Math.max(0, start - 1), end: Math.min(count, end + 1) }
}

/** Where columns of these widths begin, and where the last one ends. */
export function offsetsOf(widths: readonly number[]): number[] {
  const offsets = [0]
  for (const width of widths) offsets.push((offsets.at(-1) ?? 0) + width)
  return offsets
}

/** How far to scroll so that something is seen between what covers the beginning and the end. */
export function scrollInto(
  item: Range,
  scrolled: number,
  viewport: number,
  covered: number
): number {
  if (item.start < scrolled + covered) return Math.max(0, item.start - covered)
  if (item.end > scrolled + viewport) return item.end - viewport
  return scrolled
}
