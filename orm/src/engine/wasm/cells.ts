import { Tag } from '../../rows/generated/tags.js'
import type { SqliteValue } from './executor.js'
import type { Bindings } from './module.js'

/** Cells in packed form, as the module takes them. */
export interface PackedCells {
  readonly tags: Uint8Array
  readonly numbers: Float64Array
  readonly text: Uint16Array
  readonly bytes: Uint8Array
}

/** A text in the units that the module takes: half of a surrogate pair stays what it is. */
export function utf16(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at)
  return units
}

/** What is bound, run after run. */
export function* unpack(bindings: Bindings): Generator<SqliteValue[]> {
  const { runs, placeholders, tags, numbers, text, bytes } = bindings
  let at = 0
  let textAt = 0
  let bytesAt = 0
  for (let run = 0; run < runs; run++) {
    const values: SqliteValue[] = []
    for (let place = 0; place < placeholders; place++, at++) {
      const number = numbers[at] ?? 0
      switch (tags[at]) {
        case Tag.NULL:
          values.push(null)
          break
        case Tag.INT:
          values.push(BigInt(number))
          break
        case Tag.FLOAT:
          values.push(number)
          break
        case Tag.BYTES:
          values.push(bytes.slice(bytesAt, number))
          bytesAt = number
          break
        default: {
          const cell = text.slice(textAt, number)
          values.push(tags[at] === Tag.BIG_INT ? BigInt(cell) : cell)
          textAt = number
        }
      }
    }
    yield values
  }
}

/** Packs the cells of rows. */
export function pack(rows: readonly (readonly SqliteValue[])[]): PackedCells {
  const cells = rows.flat()
  const tags = new Uint8Array(cells.length)
  const numbers = new Float64Array(cells.length)
  const texts: string[] = []
  const parts: Uint8Array[] = []
  let textEnd = 0
  let bytesEnd = 0
  const put = (at: number, tag: number, number: number): void => {
    tags[at] = tag
    numbers[at] = number
  }
  const putText = (at: number, tag: number, text: string): void => {
    texts.push(text)
    textEnd += text.length
    put(at, tag, textEnd)
  }
  for (const [at, value] of cells.entries()) {
    if (value === null) put(at, Tag.NULL, 0)
    else if (typeof value === 'number') put(at, Tag.FLOAT, value)
    else if (typeof value === 'string') putText(at, Tag.TEXT, value)
    else if (typeof value === 'bigint') {
      const number = Number(value)
      if (Number.isSafeInteger(number)) put(at, Tag.INT, number)
      else putText(at, Tag.BIG_INT, value.toString())
    } else {
      parts.push(value)
      bytesEnd += value.length
      put(at, Tag.BYTES, bytesEnd)
    }
  }
  const bytes = new Uint8Array(bytesEnd)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { tags, numbers, text: utf16(texts.join('')), bytes }
}
