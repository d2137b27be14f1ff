import type { Param } from '../engine/engine.js'
import { VersaError } from '../errors/versa-error.js'
import { Tag } from './generated/tags.js'

/** How many cells there is room for at first. */
const INITIAL_CELLS = 256

/**
 * Packs the parameters of a call: the rows' format the other way round. The memory is shared
 * with the engine and used again for each call.
 */
export class ParamWriter {
  /** One tag per cell. */
  tags = new Uint8Array(INITIAL_CELLS)
  /** One number per cell. */
  numbers = new Float64Array(INITIAL_CELLS)
  /** How many cells the last `write` used. */
  cells = 0
  /** The text of all cells. */
  text = ''
  /** The bytes of all binary cells; undefined where there are none. */
  bytes: Uint8Array | undefined

  #parts: Uint8Array[] = []
  #bytesEnd = 0

  /** @param grown Called when larger memory had to be taken, before anything is written to it. */
  constructor(private readonly grown: (tags: Uint8Array, numbers: Float64Array) => void) {}

  /** Packs a list of parameters. */
  write(params: readonly Param[]): void {
    this.cells = 0
    this.text = ''
    this.bytes = undefined
    if (this.#parts.length > 0) this.#parts = []
    this.#bytesEnd = 0
    try {
      for (let at = 0; at < params.length; at++) this.#value(params[at] as Param)
    } catch (error) {
      throw error instanceof RangeError ? tooMuchText(error) : error
    }
    if (this.#parts.length > 0) this.#joinBytes()
  }

  #value(value: Param): void {
    if (this.cells === this.tags.length) this.#grow()
    switch (typeof value) {
      case 'number':
        // -0 is a double: as a whole number it would lose its sign.
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.#cell(Tag.INT, value)
        else this.#cell(Tag.FLOAT, value)
        return
      case 'string':
        this.text += value
        this.#cell(Tag.TEXT, this.text.length)
        return
      case 'boolean':
        this.#cell(Tag.BOOLEAN, value ? 1 : 0)
        return
      case 'bigint':
        this.#bigint(value)
        return
      case 'object':
        this.#object(value)
        return
      default:
        throw new VersaError('INVALID_VALUE', `a ${typeof value} cannot be sent to a database`)
    }
  }

  #object(value: null | Date | Uint8Array | readonly Param[]): void {
    if (value === null) {
      this.#cell(Tag.NULL, 0)
    } else if (value instanceof Date) {
      this.#cell(Tag.TIMESTAMP, value.getTime())
    } else if (value instanceof Uint8Array) {
      this.#parts.push(value)
      this.#bytesEnd += value.length
      this.#cell(Tag.BYTES, this.#bytesEnd)
    } else if (Array.isArray(value)) {
      this.#cell(Tag.LIST, value.length)
      for (let at = 0; at < value.length; at++) this.#value(value[at])
    } else {
      throw new VersaError('INVALID_VALUE', 'an object cannot be sent to a database', {
        hint: 'use a JSON column, or JSON.stringify; parameters of prepare belong to its own query'
      })
    }
  }

  #bigint(value: bigint): void {
    const number = Number(value)
    if (Number.isSafeInteger(number)) {
      this.#cell(Tag.INT, number)
    } else {
      this.text += value.toString()
      this.#cell(Tag.BIG_INT, this.text.length)
    }
  }

  #cell(tag: number, number: number): void {
    const at = this.cells++
    this.tags[at] = tag
    this.numbers[at] = number
  }

  #grow(): void {
    const tags = new Uint8Array(this.tags.length * 2)
    const numbers = new Float64Array(this.numbers.length * 2)
    tags.set(this.tags)
    numbers.set(this.numbers)
    this.tags = tags
    this.numbers = numbers
    this.grown(tags, numbers)
  }

  #joinBytes(): void {
    const bytes = new Uint8Array(this.#bytesEnd)
    let at = 0
    for (const part of this.#parts) {
      bytes.set(part, at)
      at += part.length
    }
    this.bytes = bytes
    this.#parts = []
  }
}

/** The failure of a statement whose texts together are longer than JavaScript's longest string. */
function tooMuchText(cause: RangeError): VersaError {
  return new VersaError('RESOURCE_EXHAUSTED', 'the values of the statement are too much text', {
    hint: 'a statement takes some 500 million characters: send less at once',
    cause
  })
}
