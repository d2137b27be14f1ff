import { VersaError } from '../errors/versa-error.js'
import { Tag } from './generated/tags.js'

/** The value of a cell whose tag names a number. */
export function fromNumber(tag: number, value: number): unknown {
  switch (tag) {
    case Tag.BOOLEAN:
      return value === 1
    case Tag.TIMESTAMP:
      return new Date(value)
    default:
      return value
  }
}

/** The value of a cell whose tag names a kind of text. */
export function fromText(tag: number, text: string): unknown {
  switch (tag) {
    case Tag.BIG_INT:
      return BigInt(text)
    case Tag.JSON:
      return JSON.parse(text)
    default:
      return text
  }
}

/** Whether a tag names a kind of text. */
export function isText(tag: number): boolean {
  return tag >= Tag.TEXT && tag <= Tag.UUID
}

/** The failure of an `int` column that holds more than a `number` can. */
export function beyondSafeInteger(property: string): never {
  throw new VersaError(
    'INVALID_VALUE',
    `${property} holds a whole number beyond ±9007199254740991, which a number cannot hold exactly`,
    { column: property, hint: 'declare the column as t.bigint()' }
  )
}
