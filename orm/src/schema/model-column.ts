import type { OnReferenceChange } from './column.js'
import type { ColumnSettings } from './column-builder.js'
import type { ColumnKind } from './encoders.js'
import type { ColumnDefinition, TableDefinition } from './table-definition.js'
import { ViewDefinition } from './view-definition.js'

/** The types of columns, as `t` names them: a text that has a length is a `varchar`. */
export type ModelColumnType =
  | 'text'
  | 'varchar'
  | 'int'
  | 'bigint'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'timestamp'
  | 'json'
  | 'bytes'
  | 'uuid'
  | 'enum'

/** What values are in TypeScript; `unknown`: a JSON document, of which a column knows no more. */
export type ModelValueType =
  | 'string'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'Date'
  | 'Uint8Array'
  | 'unknown'

/** A column of a model, as data. */
export interface ModelColumn<Property extends string = string> {
  /** The property that its values are in. */
  readonly property: Property
  /** Its name in the database. */
  readonly name: string
  /** Its type. */
  readonly type: ModelColumnType
  /** What its values are in TypeScript, besides null. */
  readonly valueType: ModelValueType
  /** Texts: the most characters. Undefined: any number of them. */
  readonly length?: number
  /** Whole numbers: how many bits they are stored with. Undefined: it is of another type. */
  readonly bits?: number
  /** Decimals: how many digits they have in all. Undefined: it is of another type. */
  readonly precision?: number
  /** Decimals: how many digits stand after the point. Undefined: it is of another type. */
  readonly scale?: number
  /** Enums: the words. Undefined: it is of another type. */
  readonly values?: readonly string[]
  /** Whether it may be null. */
  readonly nullable: boolean
  /** Whether an insert may leave it out. */
  readonly optional: boolean
  /** Whether only the database and the ORM write it; of a view, all columns are such. */
  readonly generated: boolean
  /** Whether a new row gets a value where an insert gives none: a default, a number, an instant. */
  readonly hasDefault: boolean
  /**
   * Its default: a text, a number, true, false or null. Undefined: it has none, one that is made
   * for each row, or an object.
   */
  readonly default?: string | number | bigint | boolean | null
  /** Whether it is the primary key, or part of it. */
  readonly primaryKey: boolean
  /** Whether no two rows have the same value in it; of those that `softDelete` marks, two may. */
  readonly unique: boolean
  /** What it refers to as a foreign key. Undefined: nothing. */
  readonly references?: ModelReference
  /** Whether objects of values may set it. */
  readonly fillable: boolean
  /** Whether `JSON.stringify` and logs leave it out. */
  readonly hidden: boolean
  /** What it is for, as `comment` says it. Undefined: nothing is said. */
  readonly comment?: string
}

/** What a column refers to as a foreign key. */
export interface ModelReference {
  /** The other table's name. */
  readonly table: string
  /** The column there, by its name in the database. */
  readonly column: string
  /** The schema (MySQL: the database) of the other table. Undefined: the connection's own. */
  readonly schema?: string
  /** What happens to a row when the one it refers to is deleted. Undefined: that cannot be. */
  readonly onDelete?: OnReferenceChange
  /** What happens to a row when the key it refers to changes. Undefined: it cannot. */
  readonly onUpdate?: OnReferenceChange
}

/**
 * The columns of a table, in order.
 *
 * @param unguarded Whether objects of values may set every column, whatever the table says.
 */
export function modelColumns(table: TableDefinition, unguarded: boolean): ModelColumn[] {
  const { fillable, hidden } = table.behaviour
  const isView = table instanceof ViewDefinition
  return table.columns.map(column => {
    const { property, name, nullable, settings } = column
    const generated = isView || column.isReadOnly
    const hasDefault = isFilledIn(column)
    return {
      property,
      name,
      ...kinds[settings.kind](settings),
      nullable,
      optional: generated || nullable || hasDefault,
      generated,
      hasDefault,
      ...defaultOf(column),
      primaryKey: table.primaryKey.includes(column),
      unique: isUnique(table, column),
      ...referenceOf(column, table.schema),
      fillable: !generated && (unguarded || fillable?.has(property) !== false),
      hidden: hidden?.has(property) === true,
      ...(settings.comment === undefined ? {} : { comment: settings.comment })
    }
  })
}

/** What a kind of column says of its values. */
type Typed = Pick<
  ModelColumn,
  'type' | 'valueType' | 'length' | 'bits' | 'precision' | 'scale' | 'values'
>

const int = ({ bits = 64 }: ColumnSettings): Typed => ({ type: 'int', valueType: 'number', bits })

const decimal =
  (valueType: 'string' | 'number') =>
  ({ precision = 38, scale = 10 }: ColumnSettings): Typed => ({
    type: 'decimal',
    valueType,
    precision,
    scale
  })

const plain = (type: ModelColumnType, valueType: ModelValueType) => (): Typed => ({
  type,
  valueType
})

const kinds: Readonly<Record<ColumnKind, (settings: ColumnSettings) => Typed>> = {
  id: int,
  int,
  bigint: () => ({ type: 'bigint', valueType: 'bigint', bits: 64 }),
  float: plain('float', 'number'),
  decimal: decimal('string'),
  decimalNumber: decimal('number'),
  text: ({ length }) =>
    length === undefined
      ? { type: 'text', valueType: 'string' }
      : { type: 'varchar', valueType: 'string', length },
  boolean: plain('boolean', 'boolean'),
  date: plain('date', 'string'),
  time: plain('time', 'string'),
  datetime: plain('datetime', 'string'),
  timestamp: plain('timestamp', 'Date'),
  json: plain('json', 'unknown'),
  bytes: plain('bytes', 'Uint8Array'),
  uuid: plain('uuid', 'string'),
  enum: ({ values = [] }) => ({ type: 'enum', valueType: 'string', values: [...values] })
}

function isFilledIn({ isFilled, role, settings }: ColumnDefinition): boolean {
  const isOfClass = settings.discriminator !== undefined
  return isFilled || isOfClass || role !== undefined || settings.default !== undefined
}

/** An object is left out: it is the model's own, and whoever got it could change it. */
function defaultOf({ settings }: ColumnDefinition): Pick<ModelColumn, 'default'> {
  if (settings.default?.kind !== 'value') return {}
  const { value } = settings.default
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return { default: value }
    default:
      return value === null ? { default: null } : {}
  }
}

/** By itself: as the whole primary key, a unique key or a unique index of all rows. */
function isUnique(table: TableDefinition, column: ColumnDefinition): boolean {
  const { primaryKey, uniques, indexes } = table
  const isAll = (columns: readonly unknown[]) => columns.length === 1 && columns[0] === column
  return (
    column.settings.unique === true ||
    isAll(primaryKey) ||
    uniques.some(({ columns }) => isAll(columns)) ||
    indexes.some(
      ({ unique, where, keys }) =>
        unique && where === undefined && isAll(keys.map(({ key }) => key))
    )
  )
}

function referenceOf(
  { settings }: ColumnDefinition,
  ownSchema: string | undefined
): Pick<ModelColumn, 'references'> {
  if (settings.reference === undefined) return {}
  const { table, column = 'id', schema = ownSchema, onDelete, onUpdate } = settings.reference
  return {
    references: {
      table,
      column,
      ...(schema === undefined ? {} : { schema }),
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate })
    }
  }
}
