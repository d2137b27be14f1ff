import type { Direction, JoinKind } from '../../ast/generated/ast.js'
import type { ExecuteOptions, Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import { comparisonOf, directionOf, nullsOf } from '../operators.js'
import { checkedOptions } from '../plan/limits.js'
import { encodeOrDefer } from '../prepared/slot.js'
import { withQueries } from '../relations/load.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { type ColumnPair, joints, type Operand, type Step } from '../shape/steps.js'
import { untypedSource } from '../shape/untyped-sources.js'
import { Aggregate, aggregateKey, aggregateRef, encodeAggregated } from './aggregate.js'
import { Conditions, checkGroup } from './conditions.js'
import { lockOptions } from './lock-options.js'
import { append, type QueryExtras, scopeParams } from './query-parts.js'
import { selectionOf } from './selection.js'
import { subqueryValue } from './subquery-value.js'
import { derivedFrom, joinedSource, type TableAlias } from './table-alias.js'
import { wholeNumber } from './whole-number.js'

const distinct: Step = { kind: 'distinct' }
const limit: Step = { kind: 'limit' }
const offset: Step = { kind: 'offset' }
const randomOrder: Step = {
  kind: 'order',
  operand: { random: true },
  direction: 'asc',
  nulls: undefined
}

/** The clauses of a query besides its conditions. */
export abstract class Clauses extends Conditions {
  /** The query with other extras. */
  protected abstract withExtras(
    node: ShapeNode,
    params: readonly Param[],
    extras: QueryExtras
  ): this

  orderBy(operand: unknown, direction: unknown = 'asc', options: unknown = {}): this {
    const { nulls } = (options ?? {}) as { readonly nulls?: unknown }
    const found = this.operand(operand)
    const order: Step = {
      kind: 'order',
      operand: found.operand,
      direction: directionOf(direction),
      nulls: nullsOf(nulls)
    }
    const key = `order:${order.direction}:${order.nulls ?? ''}:${found.key}`
    return this.derive(
      this.node.nextKeyed(key, () => order),
      [...this.params, ...found.params]
    )
  }

  limit(count: unknown): this {
    return this.#window(
      limit,
      'limitAt',
      encodeOrDefer(count, given => wholeNumber('limit', given))
    )
  }

  offset(count: unknown): this {
    return this.#window(
      offset,
      'offsetAt',
      encodeOrDefer(count, given => wholeNumber('offset', given))
    )
  }

  distinct(): this {
    return this.derive(this.node.next(distinct), this.params)
  }

  groupBy(...operands: readonly unknown[]): this {
    if (operands.length === 0) throw emptyCall('groupBy', "groupBy('role')")
    const found = operands.map(operand => this.operand(operand))
    const key = `group:${found.map(({ key }) => `${key.length}:${key}`).join('')}`
    const step: Step = { kind: 'group', operands: found.map(({ operand }) => operand) }
    const params = [...this.params, ...found.flatMap(({ params }) => params)]
    return this.derive(
      this.node.nextKeyed(key, () => step),
      params
    )
  }

  having(operand: unknown, ...args: readonly unknown[]): this {
    const [op, compared] =
      args.length < 2
        ? (['=', args[0]] as const)
        : ([comparisonOf(args[0], 'having'), args[1]] as const)
    const found = this.operand(operand)
    if (compared === undefined) {
      throw new VersaError('INVALID_QUERY', 'having got undefined to compare with', {
        hint: 'check the variable'
      })
    }
    const isNull = compared === null
    if (isNull && op !== '=' && op !== '!=') {
      throw new VersaError('INVALID_QUERY', 'having cannot compare null by this operator', {
        hint: 'use = or !='
      })
    }
    const { type, encode } = this.#comparable(found.operand)
    const step: Step = {
      kind: 'having',
      joint: joints.and,
      operand: found.operand,
      op,
      type,
      isNull
    }
    const key = `having:${op}:${isNull ? 0 : 1}:${found.key}`
    const params = [...this.params, ...found.params, ...(isNull ? [] : [encode(compared)])]
    return this.derive(
      this.node.nextKeyed(key, () => step),
      params
    )
  }

  select(...columns: readonly unknown[]): this {
    if (columns.length === 0) throw emptyCall('select', "select('id', 'name')")
    if (this.extras.selection !== undefined) {
      throw new VersaError('INVALID_QUERY', 'select was called twice', {
        hint: 'name all columns in one call'
      })
    }
    if (this.extras.loads !== undefined) {
      throw new VersaError('INVALID_QUERY', 'a query with relations cannot select single columns', {
        hint: 'leave out select or with'
      })
    }
    if (this.extras.computed.length > 0) {
      throw new VersaError('INVALID_QUERY', 'a query with values of related rows cannot select', {
        hint: 'select a query as a value instead, or leave out select'
      })
    }
    const { selection, key, params } = selectionOf(this.extras.scope, columns)
    const node = this.node.nextKeyed(`select:${key}`, () => ({
      kind: 'select',
      columns: selection
    }))
    const extras = { ...this.extras, selection }
    return this.withExtras(node, [...this.params, ...params], extras)
  }

  join(...args: readonly unknown[]): this {
    return this.#join('inner', args)
  }
  leftJoin(...args: readonly unknown[]): this {
    return this.#join('left', args)
  }
  rightJoin(...args: readonly unknown[]): this {
    return this.#join('right', args)
  }
  fullJoin(...args: readonly unknown[]): this {
    return this.#join('full', args)
  }
  crossJoin(...args: readonly unknown[]): this {
    return this.#join('cross', args)
  }

  joinSub(query: unknown, name: unknown, ...on: readonly unknown[]): this {
    return this.#join('inner', [derived(query, name), ...on])
  }
  leftJoinSub(query: unknown, name: unknown, ...on: readonly unknown[]): this {
    return this.#join('left', [derived(query, name), ...on])
  }

  /** The rows of the query as a table of another. */
  as(name: unknown): TableAlias {
    return derivedFrom(this, name)
  }

  forUpdate(options?: unknown): this {
    return this.#lock('update', options)
  }
  forShare(options?: unknown): this {
    return this.#lock('share', options)
  }

  inRandomOrder(): this {
    return this.derive(this.node.next(randomOrder), this.params)
  }

  /** What a function makes of the query where a value is truthy, or else of another one. */
  when(value: unknown, then: unknown, otherwise?: unknown): this {
    const change = value ? then : otherwise
    if (change === undefined) return this
    const made: unknown = typeof change === 'function' ? change(this, value) : undefined
    if (made instanceof Conditions && made.source === this.source) return made as this
    throw new VersaError('INVALID_QUERY', 'when got a function that did not return its query', {
      hint: "write when(name, (query, name) => query.where('name', name))"
    })
  }

  allRows(): this {
    return this.withExtras(this.node, this.params, { ...this.extras, allRows: true })
  }

  options(options: ExecuteOptions): this {
    const { primary } = this.extras.options ?? {}
    const own = checkedOptions(options)
    const given = primary === undefined ? { ...own } : { ...own, primary }
    return this.withExtras(this.node, this.params, { ...this.extras, options: given })
  }

  usePrimary(): this {
    const { options, loads } = this.extras
    const extras = { ...this.extras, options: { ...options, primary: true } }
    if (loads === undefined) return this.withExtras(this.node, this.params, extras)
    const fromPrimary = withQueries(loads, query => query.usePrimary())
    return this.withExtras(this.node, this.params, { ...extras, loads: fromPrimary })
  }

  /** A column, an aggregate, an alias of the selection or a fragment. */
  protected operand(operand: unknown): FoundOperand {
    if (operand instanceof Aggregate) {
      const { aggregate, column } = operand
      const found = aggregateRef(aggregate, column === undefined ? undefined : this.column(column))
      return { operand: found, key: `a${aggregateKey(found)}`, params: [] }
    }
    if (SqlFragment.is(operand)) {
      const shape = SqlFragment.shapeOf(operand)
      return { operand: shape, key: `f${shape.key}`, params: SqlFragment.valuesOf(operand) }
    }
    const { selection } = this.extras
    const alias = [...(selection ?? []), ...this.extras.computed].find(
      column => column.aliased && column.property === operand
    )
    if (alias !== undefined) {
      return { operand: { alias: alias.property }, key: `s${alias.property}`, params: [] }
    }
    if (operand instanceof Conditions) return subqueryValue(operand)
    const column = this.column(operand)
    return { operand: column, key: `c${column.id}`, params: [] }
  }

  #comparable(operand: Operand): {
    readonly type: Extract<Step, { kind: 'having' }>['type']
    readonly encode: (value: unknown) => Param
  } {
    if ('aggregate' in operand) {
      const encode = (value: unknown) => encodeAggregated(value, operand)
      return { type: operand.type, encode: value => encodeOrDefer(value, encode) }
    }
    if ('encode' in operand) {
      return { type: operand.type, encode: value => operand.encode(value) }
    }
    const loose = untypedSource('having', undefined).columnOrFail('value')
    return { type: undefined, encode: value => loose.encode(value) }
  }

  #lock(strength: 'update' | 'share', options: unknown = {}): this {
    const { skipLocked, noWait } = lockOptions(options)
    const locked = skipLocked ? 'skip' : noWait ? 'fail' : undefined
    const key = `lock:${strength}:${locked ?? ''}`
    const node = this.node.nextKeyed(key, () => ({ kind: 'lock', strength, locked }))
    return this.withExtras(node, this.params, { ...this.extras, locks: true })
  }

  #window(step: Step, at: 'limitAt' | 'offsetAt', count: number): this {
    const known = this.extras[at]
    if (known >= 0) {
      const params = this.params.slice()
      params[known] = count
      return this.derive(this.node, params)
    }
    const extras = { ...this.extras, [at]: this.params.length }
    return this.withExtras(this.node.next(step), append(this.params, count), extras)
  }

  /** @internal Joins a table where columns are equal. */
  joinOn(join: JoinKind, source: Source, pairs: readonly ColumnPair[]): this {
    const scope = this.extras.scope.with(source)
    const on = pairs.map(([left, right]) => `${left.id}=${right.id}`)
    const key = `join:${join}:${source.id}:${on}`
    const node = this.node.nextKeyed(key, () => ({ kind: 'join', join, source, on: pairs }))
    const params = [...this.params, ...scopeParams(source)]
    return this.withExtras(node, params, { ...this.extras, scope })
  }

  /** @internal Orders by a column of any table of the query. */
  orderByColumn(operand: ColumnRef, direction: Direction): this {
    const step: Step = { kind: 'order', operand, direction, nulls: undefined }
    const key = `order:${direction}::c${operand.id}`
    return this.derive(
      this.node.nextKeyed(key, () => step),
      this.params
    )
  }

  #join(join: JoinKind, args: readonly unknown[]): this {
    const [table, left, right] = args
    const { source, params } = joinedSource(table, this.source.executor)
    const scope = this.extras.scope.with(source)
    const given = [...this.params, ...params]
    if (join === 'cross' || typeof left !== 'function') {
      const on: readonly ColumnPair[] | undefined =
        join === 'cross' ? undefined : [[scope.column(left), scope.column(right)]]
      const key = `join:${join}:${source.id}:${on?.[0]?.map(({ id }) => id) ?? ''}`
      const node = this.node.nextKeyed(key, () => ({ kind: 'join', join, source, on }))
      return this.withExtras(node, given, { ...this.extras, scope })
    }
    const conditions: unknown = left(this.forConditions(scope))
    if (!(conditions instanceof Conditions) || conditions.node.root !== this.source.conditions) {
      throw new VersaError('INVALID_QUERY', 'the conditions of a join did not return their query', {
        hint: "return what whereColumn gives: on => on.whereColumn('users.id', 'posts.userId')"
      })
    }
    const on = conditions.node
    if (on.step === undefined) throw emptyCall('join', "join(Post, 'users.id', 'posts.userId')")
    const node = this.node.nextKeyed(`join:${join}:${source.id}:on:${on.id}`, () => {
      checkGroup(on)
      return { kind: 'join', join, source, on }
    })
    return this.withExtras(node, [...given, ...conditions.params], { ...this.extras, scope })
  }
}

function derived(query: unknown, name: unknown): TableAlias {
  if (query instanceof Conditions) return derivedFrom(query, name)
  throw new VersaError('INVALID_QUERY', `joinSub takes a query, but got ${kindOf(query)}`, {
    hint: "pass one that selects: joinSub(Post.query().select('userId'), 'written', …)"
  })
}

/** Something that can be ordered or grouped by, with its part of the key and its parameters. */
export interface FoundOperand {
  readonly operand: Operand
  readonly key: string
  readonly params: readonly Param[]
}

function emptyCall(what: string, example: string): VersaError {
  return new VersaError('INVALID_QUERY', `${what} was called without columns`, {
    hint: `name one at least: ${example}`
  })
}
