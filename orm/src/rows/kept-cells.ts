import type { PackedChunk } from '../engine/engine.js'
import { isText } from './cells.js'
import { Tag } from './generated/tags.js'

/**
 * The packed cells of rows, kept after the memory they came in is used again: what the rows were,
 * for as long as one of them is alive. Copying a chunk's cells costs a fraction of what an array
 * of values per row would.
 */
export class KeptCells {
  readonly #tags: Uint8Array
  readonly #numbers: Float64Array
  readonly #text: string
  readonly #bytes: Uint8Array
  readonly #width: number

  constructor(chunk: PackedChunk, width: number) {
    const cells = chunk.rows * width
    this.#tags = chunk.tags.slice(0, cells)
    this.#numbers = chunk.numbers.slice(0, cells)
    this.#text = chunk.text
    this.#bytes = chunk.bytes
    this.#width = width
  }

  /**
   * The values of a row: numbers, booleans and texts as they are, bigints, timestamps as
   * milliseconds, documents as their text, bytes as a copy.
   */
  row(at: number): unknown[] {
    const values: unknown[] = []
    const begin = at * this.#width
    for (let cell = begin; cell < begin + this.#width; cell++) values.push(this.#value(cell))
    return values
  }

  #value(cell: number): unknown {
    const tag = this.#tags[cell] ?? Tag.NULL
    const number = this.#numbers[cell] ?? 0
    switch (tag) {
      case Tag.NULL:
        return null
      case Tag.BOOLEAN:
        return number === 1
      case Tag.BYTES:
        return this.#bytes.slice(
          this.#endBefore(cell, other => other === Tag.BYTES),
          number
        )
      case Tag.BIG_INT:
        return BigInt(this.#text.slice(this.#endBefore(cell, isText), number))
      default:
        return isText(tag) ? this.#text.slice(this.#endBefore(cell, isText), number) : number
    }
  }

  /** Where a cell begins: at the end of the one of its kind before it. */
  #endBefore(cell: number, isKind: (tag: number) => boolean): number {
    for (let before = cell - 1; before >= 0; before--) {
      if (isKind(this.#tags[before] ?? Tag.NULL)) return this.#numbers[before] ?? 0
    }
    return 0
  }
}
