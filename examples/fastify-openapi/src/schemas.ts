// The columns of models as JSON Schema. Nothing here knows a model.
import { type AnyModel, type ColumnName, columnsOf, type ModelColumn } from 'versa-orm'

export type Schema = Readonly<Record<string, unknown>>

/**
 * What schemas of properties say besides what follows from their columns; those of no column are
 * always there.
 */
export type Properties = Readonly<Record<string, Schema>>

const TIME = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?'

/** The values of a column as they are in JSON, null aside. */
function valuesOf(column: ModelColumn): Schema {
  const { type, valueType, length, bits = 64, precision = 0, scale = 0, values } = column
  switch (type) {
    case 'varchar':
      return { type: 'string', maxLength: length }
    case 'enum':
      return { type: 'string', enum: values }
    case 'int': {
      const limit = bits === 64 ? Number.MAX_SAFE_INTEGER : 2 ** (bits - 1) - 1
      return { type: 'integer', minimum: bits === 64 ? -limit : -limit - 1, maximum: limit }
    }
    case 'bigint':
      // A number of JSON is a double to most who read it.
      return { type: 'string', pattern: '^-?\\d{1,19}$' }
    case 'float':
      return { type: 'number' }
    case 'decimal': {
      if (valueType === 'number') return { type: 'number' }
      const fraction = scale === 0 ? '' : `(\\.\\d{1,${scale}})?`
      return { type: 'string', pattern: `^-?\\d{1,${Math.max(precision - scale, 1)}}${fraction}$` }
    }
    case 'time':
      // The formats of JSON Schema have a zone, which these types have not.
      return { type: 'string', pattern: `^${TIME}$` }
    case 'datetime':
      return { type: 'string', pattern: `^\\d{4}-\\d{2}-\\d{2}T${TIME}$` }
    case 'timestamp':
      return { type: 'string', format: 'date-time' }
    case 'date':
    case 'uuid':
      return { type: 'string', format: type }
    case 'text':
      return { type: 'string' }
    case 'boolean':
      return { type: 'boolean' }
    case 'json':
      return {}
    case 'bytes':
      throw new Error(`${column.property} is bytes, which JSON does not have: send them by a route`)
  }
}

/** A column as a property of a body or an answer. */
function propertyOf(column: ModelColumn): Schema {
  const { comment, nullable } = column
  const { type, enum: words, ...rest } = valuesOf(column)
  const schema: Record<string, unknown> = { ...rest }
  if (type !== undefined) schema['type'] = nullable ? [type, 'null'] : type
  if (Array.isArray(words)) schema['enum'] = nullable ? [...words, null] : words
  if (comment !== undefined) schema['description'] = comment
  return schema
}

/** The same in a new row, where a default says what becomes of it when it is left out. */
function givenOf(column: ModelColumn): Schema {
  const { default: value } = column
  if (value === undefined) return propertyOf(column)
  return { ...propertyOf(column), default: typeof value === 'bigint' ? String(value) : value }
}

function objectOf(
  columns: readonly ModelColumn[],
  schemaOf: (column: ModelColumn) => Schema,
  required: (column: ModelColumn) => boolean,
  more: Properties
): Schema {
  const properties = new Map(columns.map(column => [column.property, schemaOf(column)]))
  const names = columns.filter(required).map(({ property }) => property)
  for (const [property, schema] of Object.entries(more)) {
    const known = properties.get(property)
    if (known === undefined) names.push(property)
    properties.set(property, { ...known, ...schema })
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: names,
    additionalProperties: false
  }
}

/** One column, as a parameter. */
export function parameter<M extends AnyModel>(model: M, name: ColumnName<M>): Schema {
  const column = columnsOf(model).find(({ property }) => property === name)
  if (column === undefined) throw new Error(`there is no column ${name}`)
  return valuesOf(column)
}

/** What an address says; without `required` each of them may be left out. */
export function parameters(properties: Properties, required?: 'required'): Schema {
  const all = required === undefined ? {} : { required: Object.keys(properties) }
  return { type: 'object', properties, ...all, additionalProperties: false }
}

/** What an answer shows of a row: what is not hidden. */
export function shown(model: AnyModel, more: Properties = {}): Schema {
  const columns = columnsOf(model).filter(({ hidden }) => !hidden)
  return objectOf(columns, propertyOf, () => true, more)
}

/** What a request says to make a row: what may be filled, and at least what has to be. */
export function made(model: AnyModel, more: Properties = {}): Schema {
  const columns = columnsOf(model).filter(({ fillable }) => fillable)
  return objectOf(columns, givenOf, ({ optional }) => !optional, more)
}

/** What a request says to change a row. */
export function changed(model: AnyModel, more: Properties = {}): Schema {
  const columns = columnsOf(model).filter(({ fillable }) => fillable)
  return { ...objectOf(columns, propertyOf, () => false, more), minProperties: 1 }
}

/** The values of a body that fits its schema: instants and large numbers are text in JSON. */
export function fromJson(model: AnyModel, body: unknown): object {
  const values: Record<string, unknown> = { ...(body as object) }
  for (const { property, valueType } of columnsOf(model)) {
    const value = values[property]
    if (typeof value !== 'string') continue
    if (valueType === 'Date') values[property] = new Date(value)
    if (valueType === 'bigint') values[property] = BigInt(value)
  }
  return values
}
