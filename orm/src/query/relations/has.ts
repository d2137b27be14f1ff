import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { Conditions } from '../build/conditions.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { wholeNumber } from '../build/whole-number.js'
import type { ModelHandle } from '../model-handle.js'
import { type CompareOperator, comparisonOf } from '../operators.js'
import { encodeOrDefer } from '../prepared/slot.js'
import type { Source } from '../shape/source.js'
import { type Joint, joints } from '../shape/steps.js'
import { ofRowAround } from './reach.js'
import { type KeyedRelation, type MorphToRelation, relationOf } from './resolve.js'

/** How many related rows there have to be. */
interface Wanted {
  readonly op: CompareOperator
  readonly count: unknown
}

/**
 * Rows that have related ones: as many as are wanted, which meet conditions.
 *
 * @param args The name of the relation, its conditions (a function), an operator and a number.
 */
export function whereHas(
  query: QueryBuilder,
  handle: ModelHandle,
  joint: Joint,
  negated: boolean,
  args: readonly unknown[]
): QueryBuilder {
  const [name, conditions, operator = '>=', count = 1] = args
  const relation = relationOf(handle, String(name))
  const wanted: Wanted = { op: comparisonOf(operator, 'whereHas'), count }
  if (relation.kind !== 'morphTo') {
    const related = relatedRows(query, relation, conditions)
    return counted(query, joint, related, negated, wanted)
  }
  if (args.length > 2) {
    throw new VersaError('INVALID_QUERY', `${relation.name} leads to one row: it is not counted`, {
      table: handle.source.name,
      hint: 'leave out the operator and the number'
    })
  }
  return morphed(query, joint, relation, negated, conditions)
}

function counted(
  query: QueryBuilder,
  joint: Joint,
  related: QueryBuilder,
  negated: boolean,
  { op, count }: Wanted
): QueryBuilder {
  if (op === '>=' && count === 1) return query.whereRows(joint, related, negated)
  const value = encodeOrDefer(count, given => wholeNumber('the number of related rows', given))
  const wanted = negated ? opposites[op] : op
  return query.whereRowCount(joint, related, wanted, value)
}

const opposites = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<'
} as const satisfies Record<CompareOperator, CompareOperator>

function morphed(
  query: QueryBuilder,
  joint: Joint,
  { typeColumn, ownColumns: [own], targets }: MorphToRelation,
  negated: boolean,
  conditions: unknown
): QueryBuilder {
  const all = [...targets].map(([type, { target, key }]) => {
    const related = constrained(query.another(target.source), target.source, conditions)
    return { type, related: related.correlate(key, '=', own) }
  })
  const outer = negated ? (joint.connector === 'or' ? joints.orNot : joints.andNot) : joint
  return query.group(
    group =>
      all.reduce(
        (either, { type, related }) =>
          either.group(
            one => one.whereValue(typeColumn, type).whereRows(joints.and, related, false),
            joints.or
          ),
        group
      ),
    outer
  )
}

/** The rows of a relation that belong to the row of the query around them. */
export function relatedRows(
  query: QueryBuilder,
  relation: KeyedRelation,
  conditions: unknown
): QueryBuilder {
  const { source } = relation.target
  return ofRowAround(relation, constrained(query.another(source), source, conditions))
}

function constrained(all: QueryBuilder, source: Source, conditions: unknown): QueryBuilder {
  if (conditions === undefined) return all
  const made: unknown = typeof conditions === 'function' ? conditions(all) : undefined
  if (made instanceof Conditions && made.source === source) return made as QueryBuilder
  throw new VersaError(
    'INVALID_QUERY',
    `conditions of related rows cannot be ${kindOf(conditions)}`,
    {
      table: source.name,
      hint: "pass a function that returns its query: whereHas('posts', q => q.where('id', 1))"
    }
  )
}
