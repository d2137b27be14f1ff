import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { hideProperties } from '../../hydrate/shown.js'
import { Conditions, isPlainObject } from '../build/conditions.js'
import type { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { ColumnRef } from '../shape/source.js'
import { identity, identityOf, keyIdentity, type RowKey } from './identity.js'
import { farColumns, ofKeys } from './reach.js'
import {
  type KeyedRelation,
  type MorphToRelation,
  type ResolvedRelation,
  relationNames,
  relationOf
} from './resolve.js'

/** A relation to load. */
export type Load = KeyedLoad | MorphToLoad

/** A relation, and the query its rows come from: with its conditions and relations. */
export interface KeyedLoad {
  readonly relation: KeyedRelation
  readonly query: QueryBuilder
}

/** A relation to several models, and the query of each. */
export interface MorphToLoad {
  readonly relation: MorphToRelation
  readonly queries: ReadonlyMap<string, QueryBuilder>
}

/** The same relations, loaded by other queries. */
export function withQueries(
  loads: ReadonlyMap<string, Load>,
  change: (query: QueryBuilder) => QueryBuilder
): ReadonlyMap<string, Load> {
  const changed = new Map<string, Load>()
  for (const [name, load] of loads) {
    if ('query' in load) {
      changed.set(name, { ...load, query: change(load.query) })
    } else {
      const queries = new Map([...load.queries].map(([type, query]) => [type, change(query)]))
      changed.set(name, { ...load, queries })
    }
  }
  return changed
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
    loads.set(name, loadOf(relationOf(handle, name), wanted, begin))
  }
  return loads
}

function loadOf(relation: ResolvedRelation, wanted: unknown, begin: BeginQuery): Load {
  if (relation.kind === 'morphTo') return morphToLoad(relation, wanted, begin)
  const query = queryOf(relation.name, relation.target, wanted, begin)
  const { limitAt, offsetAt } = query.extras
  const limited = limitAt >= 0 || offsetAt >= 0
  if (relation.pick !== undefined) {
    const isOrdered = query.node.steps().some(({ kind }) => kind === 'order')
    if (limited || isOrdered) throw notLimited(relation.name)
    return { relation, query: pickOne(relation, relation.pick, query) }
  }
  return { relation, query: limited ? inKeyOrder(relation.target, query) : query }
}

function morphToLoad(relation: MorphToRelation, wanted: unknown, begin: BeginQuery): MorphToLoad {
  const trees = isPlainObject(wanted) ? wanted : undefined
  const unknown = Object.keys(trees ?? {}).find(type => !relation.targets.has(type))
  if ((trees === undefined && wanted !== true) || unknown !== undefined) {
    throw new VersaError('INVALID_QUERY', `with got ${kindOf(wanted)} for ${relation.name}`, {
      hint: `use true, or an object with ${[...relation.targets.keys()].join(', ')}`
    })
  }
  const queries = [...relation.targets].map(([type, { target }]) => {
    const query = queryOf(`${relation.name}.${type}`, target, trees?.[type] ?? true, begin)
    const { limitAt, offsetAt } = query.extras
    if (limitAt >= 0 || offsetAt >= 0) throw notLimited(relation.name)
    return [type, query] as const
  })
  return { relation, queries: new Map(queries) }
}

/** The query of a relation's rows, as `with` was told. */
function queryOf(
  name: string,
  target: ModelHandle,
  wanted: unknown,
  begin: BeginQuery
): QueryBuilder {
  const all = begin(target)
  if (wanted === true) return all
  if (isPlainObject(wanted)) return fromObject(target, all, wanted)
  const made: unknown = typeof wanted === 'function' ? wanted(all) : undefined
  if (!isQueryOf(made, target)) {
    throw new VersaError('INVALID_QUERY', `with got ${kindOf(wanted)} for ${name}`, {
      hint: 'use true, an object of further relations, or a function that returns its query'
    })
  }
  if (made.extras.selection !== undefined) {
    throw new VersaError(
      'INVALID_QUERY',
      `${name} cannot have a selection: whole rows are loaded`,
      {
        hint: `select from related('${name}') of one row, or join`
      }
    )
  }
  return made
}

/** Further relations, and how many rows at most: unless that is the name of a relation. */
function fromObject(
  target: ModelHandle,
  all: QueryBuilder,
  wanted: Readonly<Record<string, unknown>>
): QueryBuilder {
  const { limit, ...tree } = wanted
  if (limit === undefined || relationNames(target).includes('limit')) return all.with(wanted)
  const loaded = Object.keys(tree).length === 0 ? all : all.with(tree)
  return loaded.limit(limit)
}

function notLimited(name: string): VersaError {
  return new VersaError('INVALID_QUERY', `${name} leads to one row: it has no limit and no order`, {
    hint: 'leave them out'
  })
}

function isQueryOf(made: unknown, target: ModelHandle): made is QueryBuilder {
  return made instanceof Conditions && made.source === target.source
}

function pickOne(
  { target }: KeyedRelation,
  { column, wins }: NonNullable<KeyedRelation['pick']>,
  query: QueryBuilder
): QueryBuilder {
  const direction = wins === 'largest' ? 'desc' : 'asc'
  const columns = [column, ...target.source.primaryKey().filter(key => key !== column)]
  return columns.reduce((ordered, key) => ordered.orderByColumn(key, direction), query).limit(1)
}

/** Which rows are the first ones must not be left to chance. */
function inKeyOrder({ source }: ModelHandle, query: QueryBuilder): QueryBuilder {
  return source.primaryKey().reduce((ordered, key) => ordered.orderByColumn(key, 'asc'), query)
}

/** The most keys in one query. */
export const KEYS_MAX = 30_000

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
  const rows = parents as readonly Parent[]
  const loading = [...loads.values()].map(load =>
    'queries' in load
      ? loadMorphTo(rows, load, as)
      : loadRelation(rows, merged === undefined ? load : mergedLoad(load, merged), as)
  )
  // None goes on behind the caller's back when another one fails.
  for (const outcome of await Promise.allSettled(loading)) {
    if (outcome.status === 'rejected') throw outcome.reason
  }
}

function mergedLoad({ relation, query }: KeyedLoad, merged: number): KeyedLoad {
  return { relation, query: query.mergedFor(merged) }
}

async function loadRelation(
  parents: readonly Parent[],
  { relation, query }: KeyedLoad,
  as: 'models' | 'rows'
): Promise<void> {
  const { name, many, ownColumns } = relation
  const keys = distinctKeys(parents, ownColumns)
  const found = new Map<unknown, object[]>()
  for (let at = 0; at < keys.length; at += KEYS_MAX) {
    await byKey(relation, query, keys.slice(at, at + KEYS_MAX), as, found)
  }
  const isShared = keys.length < parents.length
  for (const parent of parents) {
    const rows = found.get(identityOf(parent, ownColumns))
    parent[name] = many ? listOf(rows, isShared) : (rows?.[0] ?? null)
  }
}

/** The rows of one parent: a list of its own, also where others have the same key. */
function listOf(rows: object[] | undefined, isShared: boolean): object[] {
  if (rows === undefined) return []
  return isShared ? rows.slice() : rows
}

/** Adds the rows of a relation to groups, by the key they were found by. */
async function byKey(
  relation: KeyedRelation,
  query: QueryBuilder,
  keys: readonly RowKey[],
  as: 'models' | 'rows',
  groups: Map<unknown, object[]>
): Promise<void> {
  const add = (id: unknown, row: object): void => {
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [row])
    else group.push(row)
  }
  const { between } = relation
  const far = farColumns(relation)
  const { limitAt, offsetAt } = query.extras
  const limited = limitAt >= 0 || offsetAt >= 0
  const reached = ofKeys(relation, limited ? query.perRowOf(far) : query, keys)
  if (between === undefined) {
    for (const row of await reached.fetch(as)) {
      const id = identityOf(row as Parent, far)
      if (id !== undefined) add(id, row)
    }
    return
  }
  const rows = await reached.withPivot(between.data).fetchKeyed(as, far)
  const hidden = as === 'models' ? between.source.definition?.behaviour.hidden : undefined
  if (hidden !== undefined && between.data.length > 0) {
    for (const { row } of rows) hideProperties((row as Parent)['pivot'] as object, hidden)
  }
  for (const { key, row } of rows) {
    add(far.length === 1 ? identity(key) : keyIdentity(key as RowKey), row)
  }
}

async function loadMorphTo(
  parents: readonly Parent[],
  { relation, queries }: MorphToLoad,
  as: 'models' | 'rows'
): Promise<void> {
  const { name, typeColumn, ownColumns, targets } = relation
  for (const parent of parents) parent[name] = null
  for (const [type, { target, key }] of targets) {
    const query = queries.get(type)
    const own = parents.filter(parent => parent[typeColumn.property] === type)
    if (query === undefined || own.length === 0) continue
    const keyed: KeyedRelation = {
      name,
      kind: 'belongsTo',
      many: false,
      ownColumns,
      target,
      targetColumns: [key],
      between: undefined,
      type: undefined,
      pick: undefined
    }
    await loadRelation(own, { relation: keyed, query }, as)
  }
}

function distinctKeys(
  parents: readonly Parent[],
  columns: readonly ColumnRef[]
): readonly RowKey[] {
  const keys = new Map<unknown, RowKey>()
  for (const parent of parents) {
    const id = identityOf(parent, columns)
    if (id === undefined || keys.has(id)) continue
    keys.set(
      id,
      columns.map(({ property }) => parent[property])
    )
  }
  return [...keys.values()]
}

/** Checks a key that belongs to one column for use with another: an int refers to a bigint. */
export function asKeyOf(column: ColumnRef, key: unknown): unknown {
  if (column.type === 'bigInt' && typeof key === 'number') return BigInt(key)
  if (column.type === 'int' && typeof key === 'bigint') return Number(key)
  return key
}
