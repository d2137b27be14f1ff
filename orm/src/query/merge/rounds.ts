/**
 * Divides what is merged into rounds in which no key comes twice: two callers who ask for one row
 * get two objects, as each may change its own.
 *
 * @param keysOf What must not come twice in a round.
 * @param most The most items of a round.
 */
export function roundsOf<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly unknown[],
  most: number
): Item[][] {
  const all: Item[][] = []
  const seen = new Map<unknown, number>()
  const open: number[] = []
  for (const item of items) {
    const keys = keysOf(item)
    const turn = Math.max(...keys.map(key => seen.get(key) ?? 0))
    for (const key of keys) seen.set(key, turn + 1)
    let at = open[turn]
    if (at === undefined || (all[at]?.length ?? 0) >= most) {
      at = all.push([]) - 1
      open[turn] = at
    }
    all[at]?.push(item)
  }
  return all
}
