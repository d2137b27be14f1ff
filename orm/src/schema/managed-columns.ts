import { ColumnBuilder } from './column-builder.js'
import { invalidDefinition } from './invalid-definition.js'
import type { RecordOptions, TimestampsOption } from './record-options.js'

/** A column that is kept up to date without being set. */
export type ManagedRole = 'createdAt' | 'updatedAt' | 'version'

/** The columns of a table with those its options add, and the properties that are managed. */
export interface ManagedColumns {
  readonly columns: Readonly<Record<string, unknown>>
  readonly roles: ReadonlyMap<string, ManagedRole>
}

const none: ReadonlyMap<string, ManagedRole> = new Map()

/** Adds the columns of the options `timestamps` and `version`, unless the table has them. */
export function withManaged(
  table: string,
  columns: Readonly<Record<string, unknown>>,
  { timestamps, version }: RecordOptions
): ManagedColumns {
  const roles = rolesOf(table, timestamps, version)
  if (roles.size === 0) return { columns, roles: none }
  const all = { ...columns }
  for (const [property, role] of roles) {
    const own = Object.hasOwn(columns, property) ? columns[property] : undefined
    if (own === undefined) all[property] = made(property, role)
    else if (own instanceof ColumnBuilder) checkOwn(table, property, role, own)
  }
  return { columns: all, roles }
}

function rolesOf(table: string, timestamps: unknown, version: unknown): Map<string, ManagedRole> {
  const roles = new Map<string, ManagedRole>()
  const add = (property: unknown, role: ManagedRole, option: string): void => {
    if (property === false || property === undefined) return
    if (typeof property !== 'string' || property === '' || roles.has(property)) {
      throw invalidDefinition(
        `${option} of ${table} got no property of its own for ${role}`,
        "pass true, or names: timestamps: { createdAt: 'madeAt', updatedAt: false }"
      )
    }
    roles.set(property, role)
  }
  const { createdAt, updatedAt } = stampNames(table, timestamps)
  add(createdAt, 'createdAt', 'timestamps')
  add(updatedAt, 'updatedAt', 'timestamps')
  add(version === true ? 'version' : version, 'version', 'version')
  return roles
}

function stampNames(table: string, option: unknown): Exclude<TimestampsOption, boolean> {
  if (option === undefined || option === false) return { createdAt: false, updatedAt: false }
  const usual = { createdAt: 'createdAt', updatedAt: 'updatedAt' }
  if (option === true) return usual
  const known = typeof option === 'object' && option !== null && !Array.isArray(option)
  if (known && Object.keys(option).every(key => key in usual)) return { ...usual, ...option }
  throw invalidDefinition(
    `timestamps of ${table} are neither true nor names`,
    "pass true, or { createdAt: 'madeAt', updatedAt: false }"
  )
}

/** `createdAt` is the column `created_at`. */
function made(property: string, role: ManagedRole): ColumnBuilder {
  const name = property.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
  const column =
    role === 'version'
      ? new ColumnBuilder({ kind: 'int' }).default(1)
      : new ColumnBuilder({ kind: 'timestamp' }).defaultNow()
  return name === property ? column : column.column(name)
}

function checkOwn(table: string, property: string, role: ManagedRole, own: ColumnBuilder): void {
  const { kind, nullable, generated } = own.settings
  const wanted = role === 'version' ? 'int' : 'timestamp'
  const fits = kind === wanted && generated === undefined
  if (fits && (role !== 'version' || nullable !== true)) return
  throw invalidDefinition(
    `${table}.${property} cannot be its ${role}`,
    role === 'version' ? 'declare it as t.int(), not nullable' : 'declare it as t.timestamp()'
  )
}
