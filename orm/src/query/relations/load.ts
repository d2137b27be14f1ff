import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { Conditions, isPlainObject } from '../build/conditions.js'
import type { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import { identity } from './identity.js'
import { type ResolvedRelation, relationOf } from './resolve.js'

/** A relation to load, and the query its rows come from: with its conditions and relations. */
export interface Load {
  readonly relation: ResolvedRelation
  readonly query: QueryBuilder
}

/** Begins a query of a model. */
export type BeginQuery = (handle: ModelHandle) => QueryBuilder

/** What `with` or `load` was told, with the relations found. */
export function loadsOf(
  handle: ModelHandle,
  tree: unknown,
  begin: BeginQuery,
  known: ReadonlyMap<string, Load> | undefined
): ReadonlyMap<string, Load> {
  if (!isPlainObject(tree)) {
    throw new VersaError('INVALID_QUERY', `with takes an object, but got ${kindOf(tree)}`, {
      hint: 'write with({ posts: true })'
    })
  }
  const loads = new Map(known)
  for (const [name, wanted] of Object.entries(tree)) {
    const relation = relationOf(handle, name)
    loads.set(name, { relation, query: queryOf(relation, wanted, begin) })
  }
  return loads
}

function queryOf(relation: ResolvedRelation, wanted: unknown, begin: BeginQuery): QueryBuilder {
  const all = begin(relation.target)
  if (wanted === true) return all
  if (isPlainObject(wanted)) return all.with(wanted)
  const made: unknown = typeof wanted === 'function' ? wanted(all) : undefined
  if (!isQueryOf(made, relation)) {
    throw new VersaError('INVALID_QUERY', `with got ${kindOf(wanted)} for ${relation.name}`, {
      hint: 'use true, an object of further relations, or a function that returns its query'
    })
  }
  const { limitAt, offsetAt, selection } = made.extras
  if (limitAt >= 0 || offsetAt >= 0 || selection !== undefined) {
    throw new VersaError(
      'INVALID_QUERY',
      `${relation.name} cannot have a limit, an offset or a selection: it is loaded for many rows`,
      { hint: `use related('${relation.name}') of one row` }
    )
  }
  return made
}

function isQueryOf(made: unknown, relation: ResolvedRelation): made is QueryBuilder {
  return made instanceof Conditions && made.source === relation.target.source
}

/** The most keys in one query: a MySQL statement takes 65,535 parameters. */
const KEYS_MAX = 30_000

/** A row whose relations are loaded. */
type Parent = Record<string, unknown>

/**
 * Loads relations of rows: one query per relation and level (and per 30,000 rows), never one per
 * row. Relations of one level are asked for at once. The loaded rows become plain properties.
 *
 * @param merged For how many callers, where it is more than one.
 */
export async function loadRelations(
  parents: readonly object[],
  loads: ReadonlyMap<string, Load>,
  as: 'models' | 'rows',
  merged?: number
): Promise<void> {
  if (parents.length === 0) return
  const loading = [...loads.values()].map(({ relation, query }) => {
    const asked = merged === undefined ? query : query.mergedFor(merged)
    return loadRelation(parents as readonly Parent[], { relation, query: asked }, as)
  })
  // None goes on behind the caller's back when another one fails.
  for (const outcome of await Promise.allSettled(loading)) {
    if (outcome.status === 'rejected') throw outcome.reason
  }
}

async function loadRelation(
  parents: readonly Parent[],
  { relation, query }: Load,
  as: 'models' | 'rows'
): Promise<void> {
  const { name, many, ownColumn } = relation
  const keys = distinctKeys(parents, ownColumn.property)
  const found = new Map<unknown, object[]>()
  for (let at = 0; at < keys.length; at += KEYS_MAX) {
    await byKey(relation, query, keys.slice(at, at + KEYS_MAX), as, found)
  }
  for (const parent of parents) {
    const rows = found.get(identity(parent[ownColumn.property]))
    parent[name] = many ? (rows?.slice() ?? []) : (rows?.[0] ?? null)
  }
}

/** Adds the rows of a relation to groups, by the key they were found by. */
async function byKey(
  relation: ResolvedRelation,
  query: QueryBuilder,
  keys: readonly unknown[],
  as: 'models' | 'rows',
  groups: Map<unknown, object[]>
): Promise<void> {
  const add = (key: unknown, row: object): void => {
    const group = groups.get(identity(key))
    if (group === undefined) groups.set(identity(key), [row])
    else group.push(row)
  }
  if (relation.pivot === undefined) {
    const { targetColumn } = relation
    const { property } = targetColumn
    const rows = await query.whereKeys(targetColumn, keys).fetch(as)
    for (const row of rows) add((row as Parent)[property], row)
  } else {
    const rows = await query.throughPivot(relation, keys).fetchKeyed(as, relation.pivot.foreign)
    for (const { key, row } of rows) add(key, row)
  }
}

function distinctKeys(parents: readonly Parent[], property: string): unknown[] {
  const keys = new Map<unknown, unknown>()
  for (const parent of parents) {
    const key = parent[property]
    if (key !== null && key !== undefined) keys.set(identity(key), key)
  }
  return [...keys.values()]
}

/** Checks a key that belongs to one column for use with another: an int refers to a bigint. */
export function asKeyOf(column: ResolvedRelation['targetColumn'], key: unknown): unknown {
  if (column.type === 'bigInt' && typeof key === 'number') return BigInt(key)
  if (column.type === 'int' && typeof key === 'bigint') return Number(key)
  return key
}
