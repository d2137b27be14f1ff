import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { type AggregateName, aggregateRef } from '../build/aggregate.js'
import { isPlainObject } from '../build/conditions.js'
import type { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { AggregateRef, SelectedColumn, SubqueryValue } from '../shape/steps.js'
import { relatedRows } from './has.js'
import { type KeyedRelation, relationOf } from './resolve.js'

/** What of its related rows a row gets as a property. */
export type ComputedKind = AggregateName | 'exists'

/** A value of related rows, with its part of the key and its parameters. */
export interface Computed {
  readonly column: SelectedColumn & { readonly operand: SubqueryValue }
  readonly key: string
  readonly params: QueryBuilder['params']
}

/**
 * A value of the related rows: how many, whether there is one, or an aggregate of a column.
 *
 * @param args The name of the relation; of an aggregate also the column; options.
 */
export function computedOf(
  query: QueryBuilder,
  handle: ModelHandle,
  kind: ComputedKind,
  args: readonly unknown[]
): Computed {
  const [name, ...rest] = args
  const relation = relationOf(handle, String(name))
  if (relation.kind === 'morphTo') {
    throw new VersaError('INVALID_QUERY', `${relation.name} leads to one row of several models`, {
      table: handle.source.name,
      hint: 'load it, or ask with whereHas'
    })
  }
  const ofColumn = kind !== 'count' && kind !== 'exists'
  const column = ofColumn ? String(rest.shift()) : undefined
  const { as, where } = computedOptions(rest[0])
  const rows = relatedRows(query, relation, where)
  const of = kind === 'exists' ? 'exists' : aggregateOf(relation, kind, column)
  const property = as ?? defaultName(relation.name, kind, column)
  checkProperty(query, handle, property)
  const subquery = { source: rows.source, node: rows.node }
  const type = of === 'exists' ? 'boolean' : of.type
  return {
    column: { operand: { subquery, of, type }, property, type, aliased: true },
    key: `${kind}:${column ?? ''}:${property}:${rows.node.id}`,
    params: rows.params
  }
}

function aggregateOf(
  { target }: KeyedRelation,
  kind: AggregateName,
  column: string | undefined
): AggregateRef {
  return aggregateRef(kind, column === undefined ? undefined : target.source.columnOrFail(column))
}

/** `postsCount`, `postsExists`, `postsSumLikes`. */
function defaultName(relation: string, kind: ComputedKind, column = ''): string {
  const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
  return `${relation}${capital(kind)}${capital(column)}`
}

function computedOptions(options: unknown): {
  readonly as: string | undefined
  readonly where: unknown
} {
  if (options === undefined) return { as: undefined, where: undefined }
  if (typeof options === 'function') return { as: undefined, where: options }
  if (!isPlainObject(options) || !['string', 'undefined'].includes(typeof options['as'])) {
    throw new VersaError('INVALID_QUERY', `options of related rows cannot be ${kindOf(options)}`, {
      hint: "pass { as: 'drafts', where: q => q.where('published', false) }"
    })
  }
  return { as: options['as'] as string | undefined, where: options['where'] }
}

function checkProperty({ extras }: QueryBuilder, { model, source }: ModelHandle, property: string) {
  const taken =
    source.column(property) !== undefined ||
    extras.computed.some(column => column.property === property) ||
    extras.loads?.has(property) === true ||
    property in model.prototype ||
    property === '__proto__' ||
    property === ''
  if (!taken) return
  throw new VersaError(
    'INVALID_QUERY',
    `rows of ${source.name} have ${JSON.stringify(property)} already`,
    { table: source.name, column: property, hint: "give it another name: { as: '…' }" }
  )
}
