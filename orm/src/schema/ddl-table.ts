import type { Column, DefaultValue, ForeignKey, Index, Table } from '../ast/generated/schema.js'
import type { OnReferenceChange } from './column.js'
import type { ColumnDefinition, IndexDefinition, TableDefinition } from './table-definition.js'

/** A table as the engine's DDL wants it. */
export function ddlTable(table: TableDefinition): Table {
  return {
    table: tableRef(table.name, table.schema),
    columns: table.columns.map(column),
    primaryKey: names(table.primaryKey),
    uniques: table.uniques.map(index),
    indexes: table.indexes.map(index),
    foreignKeys: table.columns.flatMap(own => foreignKey(own, table.schema))
  }
}

function tableRef(name: string, schema: string | undefined): Table['table'] {
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
    identity: settings.kind === 'id',
    unique: settings.unique === true,
    ...(settings.length === undefined ? {} : { length: settings.length }),
    ...(settings.precision === undefined ? {} : { precision: settings.precision }),
    ...(settings.scale === undefined ? {} : { scale: settings.scale }),
    ...(settings.values === undefined ? {} : { values: [...settings.values] }),
    ...(made === undefined ? {} : { default: made })
  }
}

/** Functions run here, so the database does not know of them. */
function defaultValue(definition: ColumnDefinition): DefaultValue | undefined {
  const made = definition.settings.default
  if (made?.kind === 'now') return { kind: 'now' }
  if (made?.kind !== 'value') return undefined
  const value = definition.encodeStored(made.value)
  switch (typeof value) {
    case 'boolean':
      return { kind: 'boolean', value }
    case 'bigint':
      return { kind: 'int', value: value.toString() }
    case 'string':
      return { kind: 'text', value }
    case 'number':
      return definition.type === 'float'
        ? { kind: 'float', value }
        : { kind: 'int', value: value.toString() }
    default:
      // Bytes have no literal that every database takes; each row gets them from here.
      if (value === null) return { kind: 'null' }
      return value instanceof Date ? { kind: 'text', value: value.toISOString() } : undefined
  }
}

function index(definition: IndexDefinition): Index {
  const columns = names(definition.columns)
  return definition.name === undefined ? { columns } : { columns, name: definition.name }
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
  const { table, column: referenced = 'id', onDelete, onUpdate } = reference
  return [
    {
      columns: [definition.name],
      references: tableRef(table, schema),
      referencedColumns: [referenced],
      ...(onDelete === undefined ? {} : { onDelete: actions[onDelete] }),
      ...(onUpdate === undefined ? {} : { onUpdate: actions[onUpdate] })
    }
  ]
}
