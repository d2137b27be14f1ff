import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { Executor } from '../plan/executor.js'
import { Source } from './source.js'

/** How many tables without a model are kept per database. */
const SOURCES_MAX = 1_000

const unbound = new Map<string, Source>()
const bound = new WeakMap<Executor, Map<string, Source>>()

/**
 * A table that only has a name, `table` or `schema.table`; with a schema beside it, the name is
 * only the table's. The same object each time.
 */
export function untypedSource(
  name: unknown,
  executor: Executor | undefined,
  schema?: string
): Source {
  if (typeof name !== 'string' || name === '') {
    throw new VersaError('INVALID_QUERY', `a table cannot be named by ${kindOf(name)}`, {
      hint: "pass its name: db.table('users')"
    })
  }
  const sources = sourcesOf(executor)
  // No database takes a name with this character in it.
  const key = schema === undefined ? name : `${schema}\0${name}`
  const known = sources.get(key)
  if (known !== undefined) return known
  if (sources.size >= SOURCES_MAX) sources.clear()
  const at = schema === undefined ? name.indexOf('.') : -1
  const source = new Source(
    name.slice(at + 1),
    at < 0 ? schema : name.slice(0, at),
    undefined,
    executor
  )
  sources.set(key, source)
  return source
}

/** The schema that the options of `db.table` name; undefined: none. */
export function schemaOption(options: unknown): string | undefined {
  const given = typeof options === 'object' && options !== null
  const schema: unknown = given ? Reflect.get(options, 'schema') : options
  if (schema === undefined) return undefined
  if (given && typeof schema === 'string' && schema !== '') return schema
  throw new VersaError('INVALID_QUERY', `the schema of a table cannot be ${kindOf(schema)}`, {
    hint: "name it: db.table('logs', { schema: 'audit' })"
  })
}

function sourcesOf(executor: Executor | undefined): Map<string, Source> {
  if (executor === undefined) return unbound
  const known = bound.get(executor)
  if (known !== undefined) return known
  const sources = new Map<string, Source>()
  bound.set(executor, sources)
  return sources
}
