import type { Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { checkText, type EncodedValue } from '../../schema/encoders.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import {
  type CompareOperator,
  comparisonOf,
  equals,
  meaningOf,
  type OperatorMeaning
} from '../operators.js'
import { encodeOrDefer } from '../prepared/slot.js'
import type { Scope } from '../shape/scope.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { operatorStep, simple, simpleStep } from '../shape/simple-steps.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { type Condition, type Joint, joints, type Step, type Subquery } from '../shape/steps.js'
import { append, type QueryExtras, type QueryParts } from './query-parts.js'

/**
 * The conditions of a query. Each method gives a new query; all values are checked here, at the
 * place in the user's code that has the mistake.
 */
export abstract class Conditions implements QueryParts {
  constructor(
    readonly source: Source,
    readonly node: ShapeNode,
    readonly params: readonly Param[],
    readonly extras: QueryExtras
  ) {}

  /** The query with another shape and its parameters. */
  protected abstract derive(node: ShapeNode, params: readonly Param[]): this
  /** An empty query for nested conditions over the same tables. */
  protected abstract forConditions(scope?: Scope): Conditions

  // How many arguments there are counts: an undefined value is a mistake, not a missing one.
  where(...args: readonly unknown[]): this {
    return this.#where(joints.and, args)
  }
  orWhere(...args: readonly unknown[]): this {
    return this.#where(joints.or, args)
  }
  whereNot(...args: readonly unknown[]): this {
    return this.#where(joints.andNot, args)
  }
  orWhereNot(...args: readonly unknown[]): this {
    return this.#where(joints.orNot, args)
  }

  whereIn(column: unknown, list: unknown): this {
    return this.#compare(joints.and, column, meaningOf('in'), list)
  }
  orWhereIn(column: unknown, list: unknown): this {
    return this.#compare(joints.or, column, meaningOf('in'), list)
  }
  whereNotIn(column: unknown, list: unknown): this {
    return this.#compare(joints.and, column, meaningOf('not in'), list)
  }
  orWhereNotIn(column: unknown, list: unknown): this {
    return this.#compare(joints.or, column, meaningOf('not in'), list)
  }

  whereNull(column: unknown): this {
    return this.#simple(joints.and, column, simple.isNull)
  }
  orWhereNull(column: unknown): this {
    return this.#simple(joints.or, column, simple.isNull)
  }
  whereNotNull(column: unknown): this {
    return this.#simple(joints.and, column, simple.isNotNull)
  }
  orWhereNotNull(column: unknown): this {
    return this.#simple(joints.or, column, simple.isNotNull)
  }

  whereBetween(column: unknown, low: unknown, high: unknown): this {
    return this.#between(joints.and, column, simple.between, low, high)
  }
  orWhereBetween(column: unknown, low: unknown, high: unknown): this {
    return this.#between(joints.or, column, simple.between, low, high)
  }
  whereNotBetween(column: unknown, low: unknown, high: unknown): this {
    return this.#between(joints.and, column, simple.notBetween, low, high)
  }
  orWhereNotBetween(column: unknown, low: unknown, high: unknown): this {
    return this.#between(joints.or, column, simple.notBetween, low, high)
  }

  whereColumn(...args: readonly unknown[]): this {
    return this.#columns(joints.and, args)
  }
  orWhereColumn(...args: readonly unknown[]): this {
    return this.#columns(joints.or, args)
  }

  whereExists(query: unknown): this {
    return this.#exists(joints.and, query, false)
  }
  orWhereExists(query: unknown): this {
    return this.#exists(joints.or, query, false)
  }
  whereNotExists(query: unknown): this {
    return this.#exists(joints.and, query, true)
  }
  orWhereNotExists(query: unknown): this {
    return this.#exists(joints.or, query, true)
  }

  /** The column of a name. */
  protected column(name: unknown): ColumnRef {
    // Most names are plain properties of the query's own table.
    if (typeof name === 'string' && (this.source.definition !== undefined || !name.includes('.'))) {
      const own = this.source.column(name)
      if (own !== undefined) return own
    }
    return this.extras.scope.column(name)
  }

  /** The query with a condition that is recorded by a text. */
  protected keyed(
    joint: Joint,
    key: string,
    make: () => Condition,
    params: readonly Param[]
  ): this {
    const node = this.node.nextKeyed(`where:${joint.code}:${key}`, () => {
      const step: Step = { kind: 'where', joint, condition: make() }
      return step
    })
    return this.derive(node, params)
  }

  #where(joint: Joint, args: readonly unknown[]): this {
    const first = args[0]
    if (args.length === 2) return this.#compare(joint, first, equals, args[1])
    if (args.length >= 3) return this.#compare(joint, first, meaningOf(args[1]), args[2])
    if (isCallback(first)) return this.#group(joint, first)
    if (SqlFragment.is(first)) return this.#raw(joint, first)
    return this.#each(joint, first)
  }

  #compare(joint: Joint, name: unknown, meaning: OperatorMeaning, value: unknown): this {
    const column = this.column(name)
    if (value === undefined) throw undefinedValue(column)
    if (meaning.kind === 'in') return this.#in(joint, column, meaning, value)
    if (value === null) return this.#compareNull(joint, column, meaning)
    if (meaning.kind === 'like') {
      const named = { table: column.source.name, property: column.property }
      const pattern = encodeOrDefer(value, given => checkText(given, named))
      return this.#simpleWith(operatorStep(column, joint, meaning), pattern)
    }
    if (typeof value === 'object' && SqlFragment.is(value)) {
      const { op } = meaning
      const fragment = SqlFragment.shapeOf(value)
      const key = `fragment:${column.id}:${op}:${fragment.key}`
      const params = [...this.params, ...SqlFragment.valuesOf(value)]
      const make = (): Condition => ({ kind: 'compareFragment', column, op, fragment })
      return this.keyed(joint, key, make, params)
    }
    return this.#simpleWith(operatorStep(column, joint, meaning), column.encode(value))
  }

  #simpleWith(step: Step, value: EncodedValue): this {
    return this.derive(this.node.next(step), append(this.params, value))
  }

  #compareNull(joint: Joint, column: ColumnRef, meaning: OperatorMeaning): this {
    const op = meaning.kind === 'compare' ? meaning.op : undefined
    if (op === '=') return this.#simpleOn(joint, column, simple.isNull)
    if (op === '!=') return this.#simpleOn(joint, column, simple.isNotNull)
    throw invalidFilter(
      column,
      'cannot be compared with null by this operator',
      'use whereNull or whereNotNull; no other comparison with null is ever true'
    )
  }

  #simple(joint: Joint, name: unknown, code: number): this {
    return this.#simpleOn(joint, this.column(name), code)
  }

  #simpleOn(joint: Joint, column: ColumnRef, code: number): this {
    return this.derive(this.node.next(simpleStep(column, joint, code)), this.params)
  }

  #in(
    joint: Joint,
    column: ColumnRef,
    meaning: OperatorMeaning & { readonly kind: 'in' },
    list: unknown
  ): this {
    if (list instanceof Conditions) {
      const { negated } = meaning
      const query = { source: list.source, node: list.node }
      const key = `in:${column.id}:${negated ? 1 : 0}:${list.node.id}`
      const make = (): Condition => {
        checkOneColumn(column, query)
        return { kind: 'inQuery', column, negated, query }
      }
      return this.keyed(joint, key, make, [...this.params, ...list.params])
    }
    const values = encodeOrDefer(list, given => encodeList(column, given))
    return this.#simpleList(operatorStep(column, joint, meaning), values)
  }

  /** @internal Values that are encoded already, of a column of any table of the query. */
  whereEncodedIn(column: ColumnRef, values: readonly EncodedValue[]): this {
    return this.#simpleList(operatorStep(column, joints.and, meaningOf('in')), values)
  }

  /** @internal A value that is encoded already. */
  whereEncoded(column: ColumnRef, value: EncodedValue): this {
    return this.#simpleWith(operatorStep(column, joints.and, equals), value)
  }

  /** @internal The cells of rows, one row after another. */
  whereEncodedRows(columns: readonly ColumnRef[], cells: readonly EncodedValue[]): this {
    const key = `rows:${columns.map(({ id }) => id)}`
    const make = (): Condition => ({ kind: 'inRows', columns })
    return this.keyed(joints.and, key, make, append<Param>(this.params, cells))
  }

  /** @internal A column of any table of the query has a value. */
  whereValue(column: ColumnRef, value: unknown): this {
    return this.#simpleWith(operatorStep(column, joints.and, equals), column.encode(value))
  }

  /** @internal A column is compared with a value that is given as the database writes it. */
  whereText(column: ColumnRef, op: CompareOperator, text: string): this {
    const make = (): Condition => ({ kind: 'compareText', column, op })
    return this.keyed(joints.and, `text:${column.id}:${op}`, make, append<Param>(this.params, text))
  }

  /** @internal A column is compared with one of the query around this one. */
  correlate(column: ColumnRef, op: CompareOperator, around: ColumnRef): this {
    const key = `correlate:${column.id}:${op}:${around.id}`
    const make = (): Condition => ({ kind: 'correlate', column, op, around })
    return this.keyed(joints.and, key, make, this.params)
  }

  /** @internal Conditions in brackets. */
  group(conditions: (query: this) => unknown, joint: Joint = joints.and): this {
    // What is given to nested conditions is a query of the same class.
    return this.#group(joint, query => conditions(query as this))
  }

  /** @internal The query has rows, or has none. */
  whereRows(joint: Joint, query: QueryParts, negated: boolean): this {
    const { source, node } = query
    const key = `exists:${negated ? 1 : 0}:${node.id}`
    const make = (): Condition => ({ kind: 'exists', query: { source, node }, negated })
    return this.keyed(joint, key, make, [...this.params, ...query.params])
  }

  /** @internal The query has so many rows. */
  whereRowCount(joint: Joint, query: QueryParts, op: CompareOperator, count: Param): this {
    const { source, node } = query
    const key = `count:${op}:${node.id}`
    const make = (): Condition => ({ kind: 'countQuery', query: { source, node }, op })
    return this.keyed(joint, key, make, [...this.params, ...query.params, count])
  }

  #simpleList(step: Step, values: readonly EncodedValue[]): this {
    return this.derive(this.node.next(step), append<Param>(this.params, values))
  }

  #between(joint: Joint, name: unknown, code: number, low: unknown, high: unknown): this {
    const column = this.column(name)
    for (const bound of [low, high]) {
      if (bound === undefined) throw undefinedValue(column)
      if (bound === null) {
        throw invalidFilter(
          column,
          'cannot lie between null and something',
          'use where with >= or <='
        )
      }
    }
    const params = [...this.params, column.encode(low), column.encode(high)]
    return this.derive(this.node.next(simpleStep(column, joint, code)), params)
  }

  #columns(joint: Joint, args: readonly unknown[]): this {
    const { scope } = this.extras
    const [first, second, third] = args
    const left = scope.columnOrOuter(first)
    const op = args.length >= 3 ? comparisonOf(second, 'whereColumn') : '='
    const right = scope.columnOrOuter(args.length >= 3 ? third : second)
    const key = JSON.stringify([
      'outer' in left ? [left.table, left.property] : left.id,
      op,
      'outer' in right ? [right.table, right.property] : right.id
    ])
    const make = (): Condition => ({ kind: 'columns', left, op, right })
    return this.keyed(joint, `columns:${key}`, make, this.params)
  }

  #exists(joint: Joint, query: unknown, negated: boolean): this {
    if (!(query instanceof Conditions)) {
      throw new VersaError('INVALID_QUERY', `whereExists takes a query, but got ${kindOf(query)}`, {
        hint: "pass one: whereExists(Post.query().whereColumn('userId', '=', 'users.id'))"
      })
    }
    return this.whereRows(joint, query, negated)
  }

  #group(joint: Joint, conditions: (query: Conditions) => unknown): this {
    const made = conditions(this.forConditions())
    if (!(made instanceof Conditions) || made.node.root !== this.source.conditions) {
      throw new VersaError('INVALID_QUERY', 'a nested condition did not return its query', {
        hint: "return what where gives: where(q => q.where('a', 1).orWhere('b', 2))"
      })
    }
    const { node, params } = made
    // No conditions: nothing changes, and the query has no filter because of it.
    if (node.step === undefined) return this
    const make = (): Condition => {
      checkGroup(node)
      return { kind: 'group', node }
    }
    return this.keyed(joint, `group:${node.id}`, make, [...this.params, ...params])
  }

  #raw(joint: Joint, fragment: SqlFragment): this {
    const shape = SqlFragment.shapeOf(fragment)
    const make = (): Condition => ({ kind: 'raw', fragment: shape })
    const params = [...this.params, ...SqlFragment.valuesOf(fragment)]
    return this.keyed(joint, `raw:${shape.key}`, make, params)
  }

  #each(joint: Joint, values: unknown): this {
    if (!isPlainObject(values)) {
      throw new VersaError('INVALID_QUERY', `a condition cannot be ${kindOf(values)}`, {
        hint: 'pass a column and a value, an object of columns and values, a function or sql`…`'
      })
    }
    const entries = Object.entries(values)
    if (joint.negated && entries.length > 1) {
      return this.#group(joint, query => query.where(values))
    }
    let query: this = this
    let next = joint
    for (const [name, value] of entries) {
      query = query.#compare(next, name, equals, value)
      next = joints.and
    }
    return query
  }
}

function isCallback(value: unknown): value is (query: Conditions) => unknown {
  return typeof value === 'function'
}

/**
 * Whether a value is an object as literals and JSON make it, here or in another realm, or as
 * parsers of query strings do: its prototype is none, or the end of the chain.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function encodeList(column: ColumnRef, list: unknown): EncodedValue[] {
  if (Array.isArray(list)) return list.map(item => encodeItem(column, item))
  throw invalidFilter(column, `got ${kindOf(list)} to look through`, 'pass an array or a query')
}

function encodeItem(column: ColumnRef, item: unknown): EncodedValue {
  if (item === undefined) throw undefinedValue(column)
  if (item !== null) return column.encode(item)
  throw new VersaError('INVALID_VALUE', `a list for ${nameOf(column)} contains null`, {
    table: column.source.name,
    column: column.property,
    hint: 'leave null out, and add orWhereNull(…): null is never in a list'
  })
}

/** Checks that a query within brackets has nothing but conditions. */
export function checkGroup(node: ShapeNode): void {
  if (node.steps().every(step => step.kind === 'where')) return
  throw new VersaError('INVALID_QUERY', 'a nested condition contains more than conditions', {
    hint: 'order, limit, select and join belong to the query itself'
  })
}

function undefinedValue(column: ColumnRef): VersaError {
  return invalidFilter(
    column,
    'got undefined',
    'check the variable; pass null for IS NULL, or leave the condition out'
  )
}

/** A condition on a column that makes no sense. */
function invalidFilter(column: ColumnRef, problem: string, hint: string): VersaError {
  return new VersaError('INVALID_QUERY', `${nameOf(column)} ${problem}`, {
    table: column.source.name,
    column: column.property,
    hint
  })
}

function nameOf(column: ColumnRef): string {
  return `${column.source.name}.${column.property}`
}

/** What is looked through has one column: which of a model's would be a guess. */
function checkOneColumn(column: ColumnRef, query: Subquery): void {
  const selected = query.node
    .steps()
    .reduce((count, step) => (step.kind === 'select' ? step.columns.length : count), 0)
  if (selected === 1) return
  throw invalidFilter(
    column,
    `got a query that selects ${selected === 0 ? 'no column by name' : `${selected} columns`}`,
    "select the one to compare with: Post.query().select('userId')"
  )
}
