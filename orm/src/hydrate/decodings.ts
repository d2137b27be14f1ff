import type { Decoding, ResultColumn, RowDecoder } from '../engine/engine.js'
import {
  compileKeyedRows,
  compileRows,
  type KeyedRow,
  type RowColumn,
  type RowForm
} from '../rows/row-decoder.js'

/** Decodes columns that are known beforehand; the decoder is compiled when it is first needed. */
export function knownColumns<Row>(
  columns: readonly RowColumn[],
  form?: RowForm<Row>
): Decoding<Row> {
  let decode: RowDecoder<Row> | undefined
  return {
    decoder() {
      decode ??= compileRows<Row>(columns, form)
      return decode
    }
  }
}

/** Decodes the columns that the database says the result has, into plain objects. */
export function namedColumns(
  typeOf: (name: string) => RowColumn['type'] = () => null
): Decoding<Record<string, unknown>> {
  let last = ''
  let decode: RowDecoder<Record<string, unknown>> | undefined
  return {
    decoder(columns) {
      const key = JSON.stringify(columns)
      if (decode === undefined || key !== last) {
        decode = compileRows(columns.map(column => rowColumn(column, typeOf)))
        last = key
      }
      return decode
    }
  }
}

function rowColumn(column: ResultColumn, typeOf: (name: string) => RowColumn['type']): RowColumn {
  return { property: column.name, type: column.type ?? typeOf(column.name) }
}

/** Decodes one value per row. */
export function firstValue(type: RowColumn['type']): Decoding<{ readonly value: unknown }> {
  return knownColumns([{ property: 'value', type }])
}

/** Decodes rows whose last columns are the key they were found by, which is no part of them. */
export function keyedRows<Row>(
  columns: readonly RowColumn[],
  form: RowForm<Row> & { readonly keys: number }
): Decoding<KeyedRow<Row>> {
  let decode: RowDecoder<KeyedRow<Row>> | undefined
  return {
    decoder() {
      decode ??= compileKeyedRows<Row>(columns, form)
      return decode
    }
  }
}
