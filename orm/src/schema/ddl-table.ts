import type {
  Check,
  Column,
  DdlPart,
  DefaultValue,
  ForeignKey,
  Index,
  IndexKey,
  Table,
  UniqueKey
} from '../ast/generated/schema.js'
import type { OnReferenceChange } from './column.js'
import { invalidDefinition } from './invalid-definition.js'
import { type FragmentPart, SqlFragment } from './sql-fragment.js'
import type { ColumnDefinition, TableDefinition } from './table-definition.js'
import type {
  CheckDefinition,
  IndexDefinition,
  IndexKeyDefinition,
  KeyDefinition
} from './table-options.js'

/** A table as the engine's DDL wants it. */
export function ddlTable(table: TableDefinition): Table {
  return {
    table: tableRef(table.name, table.schema),
    columns: table.columns.map(column),
    primaryKey: names(table.primaryKey),
    uniques: table.uniques.map(uniqueKey),
    indexes: table.indexes.map(definition => index(table.name, definition)),
    foreignKeys: table.columns.flatMap(own => foreignKey(own, table.schema)),
    checks: table.checks.map(definition => check(table.name, definition)),
    ...(table.comment === undefined ? {} : { comment: table.comment }),
    ...(table.softDelete?.livingUniques ? { living: table.softDelete.column.name } : {})
  }
}

/** A table's name with its schema. */
export function tableRef(name: string, schema: string | undefined): Table['table'] {
  return schema === undefined ? { name } : { name, schema }
}

function names(columns: readonly ColumnDefinition[]): string[] {
  return columns.map(({ name }) => name)
}

function column(definition: ColumnDefinition): Column {
  const { settings } = definition
  const made = defaultValue(definition)
  return {
    name: definition.name,
    type: definition.type,
    nullable: definition.nullable,
    identity: settings.identity !== undefined,
    ...(settings.identity === 'always' ? { identityAlways: true } : {}),
    unique: settings.unique === true,
    ...(settings.length === undefined ? {} : { length: settings.length }),
    ...(settings.bits === undefined ? {} : { bits: settings.bits }),
    ...(settings.precision === undefined ? {} : { precision: settings.precision }),
    ...(settings.scale === undefined ? {} : { scale: settings.scale }),
    ...(settings.values === undefined ? {} : { values: [...settings.values] }),
    ...(settings.collation === undefined ? {} : { collation: settings.collation }),
    ...(settings.comment === undefined ? {} : { comment: settings.comment }),
    ...generated(definition),
    ...(made === undefined ? {} : { default: made })
  }
}

/** Functions run here, so the database does not know of them. */
function defaultValue(definition: ColumnDefinition): DefaultValue | undefined {
  const made = definition.settings.default
  if (made?.kind === 'now') return { kind: 'now' }
  if (made?.kind !== 'value') return undefined
  // Bytes have no literal that every database takes; each row gets them from here.
  return literal(definition.encodeKept(made.value), definition.type === 'float')
}

/** A value that is written into DDL; undefined where there is no literal for it. */
export function literal(value: unknown, float: boolean): DefaultValue | undefined {
  switch (typeof value) {
    case 'boolean':
      return { kind: 'boolean', value }
    case 'bigint':
      return { kind: 'int', value: value.toString() }
    case 'string':
      return { kind: 'text', value }
    case 'number':
      return float ? { kind: 'float', value } : { kind: 'int', value: value.toString() }
    default:
      if (value === null) return { kind: 'null' }
      return value instanceof Date ? { kind: 'text', value: value.toISOString() } : undefined
  }
}

function generated({ table, property, settings }: ColumnDefinition): Pick<Column, 'generated'> {
  if (settings.generated === undefined) return {}
  const { expression, stored } = settings.generated
  const sql = ddlParts(expression, `generated(…) of ${table}.${property}`)
  return { generated: { sql, stored } }
}

function uniqueKey(definition: KeyDefinition): UniqueKey {
  const columns = names(definition.columns)
  return definition.name === undefined ? { columns } : { columns, name: definition.name }
}

/** An index as the engine wants it. */
export function index(table: string, { name, keys, unique, where }: IndexDefinition): Index {
  const what = `an index of ${table}`
  return {
    keys: keys.map(key => indexKey(key, what)),
    unique,
    ...(name === undefined ? {} : { name }),
    ...(where === undefined ? {} : { condition: ddlParts(where, what) })
  }
}

function indexKey({ key, descending }: IndexKeyDefinition, what: string): IndexKey {
  return SqlFragment.is(key)
    ? { kind: 'expression', sql: ddlParts(key, what), descending }
    : { kind: 'column', column: key.name, descending }
}

function check(table: string, { name, column, condition }: CheckDefinition): Check {
  return {
    columns: column === undefined ? [] : [column.name],
    sql: ddlParts(condition, `a check of ${table}`),
    ...(name === undefined ? {} : { name })
  }
}

/** A fragment as it stands in DDL, which binds no values. */
export function ddlParts(fragment: SqlFragment, what: string): DdlPart[] {
  return SqlFragment.shapeOf(fragment).parts.map((part: FragmentPart): DdlPart => {
    switch (part.kind) {
      case 'text':
        return part
      case 'identifier':
        return { kind: 'identifier', names: [...part.names] }
      default:
        throw invalidDefinition(
          `${what} holds a value, which the definition of a table cannot bind`,
          "write it into the template's text, as in sql`age >= 18`, without braces"
        )
    }
  })
}

const actions = {
  cascade: 'cascade',
  restrict: 'restrict',
  'set null': 'setNull',
  'no action': 'noAction'
} as const satisfies Record<OnReferenceChange, NonNullable<ForeignKey['onDelete']>>

function foreignKey(definition: ColumnDefinition, schema: string | undefined): ForeignKey[] {
  const { reference } = definition.settings
  if (reference === undefined) return []
  const { table, column: referenced = 'id', schema: other = schema, onDelete, onUpdate } = reference
  return [
    {
      columns: [definition.name],
      references: tableRef(table, other),
      referencedColumns: [referenced],
      ...(onDelete === undefined ? {} : { onDelete: actions[onDelete] }),
      ...(onUpdate === undefined ? {} : { onUpdate: actions[onUpdate] })
    }
  ]
}
