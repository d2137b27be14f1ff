/** The last microsecond since 1970 that was given out. */
let last = 0

/**
 * The instant of a deletion, by which all that it marked is known again. A Date has milliseconds,
 * in which many deletions happen: this one has microseconds, and no two of a process are the same.
 * Within its millisecond it begins by chance, so that neither do two processes meet.
 */
export function deletionInstant(): Date {
  const now = Date.now() * 1_000 + Math.floor(Math.random() * 1_000)
  last = Math.max(now, last + 1)
  return new ExactInstant(last)
}

/** A Date with microseconds, as the parameters' writer asks for them. */
class ExactInstant extends Date {
  readonly #microseconds: number

  constructor(microseconds: number) {
    super(Math.floor(microseconds / 1_000))
    this.#microseconds = microseconds
  }

  override getTime(): number {
    return this.#microseconds / 1_000
  }
}
