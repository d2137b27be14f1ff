/** Numbers by chance, the same ones for the same seed: the generator "mulberry32". */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number from 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from the first to the last, both included. */
  whole(first: number, last: number): number {
    return first + Math.floor(this.next() * (last - first + 1))
  }

  /** One of the list. */
  one<T>(list: readonly T[]): T {
    const item = list[this.whole(0, list.length - 1)]
    if (item === undefined) throw new Error('There is nothing to choose from.')
    return item
  }

  /** Several of the list, each once, in the list's order. */
  some<T>(list: readonly T[], count: number): T[] {
    const places = new Set<number>()
    while (places.size < Math.min(count, list.length)) places.add(this.whole(0, list.length - 1))
    return list.filter((_, place) => places.has(place))
  }
}
