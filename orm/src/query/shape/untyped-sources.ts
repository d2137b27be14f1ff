import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { Executor } from '../plan/executor.js'
import { Source } from './source.js'

/** How many tables without a model are kept per database. */
const SOURCES_MAX = 1_000

const unbound = new Map<string, Source>()
const bound = new WeakMap<Executor, Map<string, Source>>()

/** A table that only has a name, `table` or `schema.table`. The same object each time. */
export function untypedSource(name: unknown, executor: Executor | undefined): Source {
  if (typeof name !== 'string' || name === '') {
    throw new VersaError('INVALID_QUERY', `a table cannot be named by ${kindOf(name)}`, {
      hint: "pass its name: db.table('users')"
    })
  }
  const sources = sourcesOf(executor)
  const known = sources.get(name)
  if (known !== undefined) return known
  if (sources.size >= SOURCES_MAX) sources.clear()
  const at = name.indexOf('.')
  const schema = at < 0 ? undefined : name.slice(0, at)
  const source = new Source(name.slice(at + 1), schema, undefined, executor)
  sources.set(name, source)
  return source
}

function sourcesOf(executor: Executor | undefined): Map<string, Source> {
  if (executor === undefined) return unbound
  const known = bound.get(executor)
  if (known !== undefined) return known
  const sources = new Map<string, Source>()
  bound.set(executor, sources)
  return sources
}
