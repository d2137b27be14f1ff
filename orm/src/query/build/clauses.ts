import type { JoinKind } from '../../ast/generated/ast.js'
import type { ExecuteOptions, Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import { bindModel, handleOf, isModel } from '../model-handle.js'
import { comparisonOf, directionOf, nullsOf } from '../operators.js'
import { encodeOrDefer } from '../prepared/slot.js'
import type { Load } from '../relations/load.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import { joints, type Operand, type Step } from '../shape/steps.js'
import { untypedSource } from '../shape/untyped-sources.js'
import { Aggregate, aggregateKey, aggregateRef, encodeAggregated } from './aggregate.js'
import { Conditions } from './conditions.js'
import { append, type QueryExtras } from './query-parts.js'
import { selectionOf } from './selection.js'

const distinct: Step = { kind: 'distinct' }
const limit: Step = { kind: 'limit' }
const offset: Step = { kind: 'offset' }

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
    const { selection, key, params } = selectionOf(this.extras.scope, columns)
    const node = this.node.nextKeyed(`select:${key}`, () => ({
      kind: 'select',
      columns: selection
    }))
    const extras = { ...this.extras, selection }
    return this.withExtras(node, [...this.params, ...params], extras)
  }

  join(table: unknown, left: unknown, right: unknown): this {
    return this.#join('inner', table, left, right)
  }
  leftJoin(table: unknown, left: unknown, right: unknown): this {
    return this.#join('left', table, left, right)
  }
  rightJoin(table: unknown, left: unknown, right: unknown): this {
    return this.#join('right', table, left, right)
  }
  fullJoin(table: unknown, left: unknown, right: unknown): this {
    return this.#join('full', table, left, right)
  }
  crossJoin(table: unknown): this {
    return this.#join('cross', table, undefined, undefined)
  }

  allRows(): this {
    return this.withExtras(this.node, this.params, { ...this.extras, allRows: true })
  }

  options(options: ExecuteOptions): this {
    const { primary } = this.extras.options ?? {}
    const given = primary === undefined ? { ...options } : { ...options, primary }
    return this.withExtras(this.node, this.params, { ...this.extras, options: given })
  }

  usePrimary(): this {
    const { options, loads } = this.extras
    const extras = { ...this.extras, options: { ...options, primary: true } }
    if (loads === undefined) return this.withExtras(this.node, this.params, extras)
    const fromPrimary = new Map<string, Load>()
    for (const [name, load] of loads) {
      fromPrimary.set(name, { ...load, query: load.query.usePrimary() })
    }
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
    const alias = selection?.find(({ aliased, property }) => aliased && property === operand)
    if (alias !== undefined) {
      return { operand: { alias: alias.property }, key: `s${alias.property}`, params: [] }
    }
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

  #join(join: JoinKind, table: unknown, left: unknown, right: unknown): this {
    const source = this.#joined(table)
    const scope = this.extras.scope.with(source)
    const on = join === 'cross' ? undefined : ([scope.column(left), scope.column(right)] as const)
    const key = `join:${join}:${source.id}:${on?.[0].id ?? ''}:${on?.[1].id ?? ''}`
    const node = this.node.nextKeyed(key, () => ({ kind: 'join', join, source, on }))
    return this.withExtras(node, this.params, { ...this.extras, scope })
  }

  #joined(table: unknown): Source {
    const { executor } = this.source
    if (isModel(table)) return handleOf(bindModel(table, executor)).source
    if (typeof table === 'string') return untypedSource(table, executor)
    throw new VersaError('INVALID_QUERY', `${kindOf(table)} cannot be joined`, {
      hint: "pass a model or a table's name"
    })
  }
}

/** Something that can be ordered or grouped by, with its part of the key and its parameters. */
export interface FoundOperand {
  readonly operand: Operand
  readonly key: string
  readonly params: readonly Param[]
}

function wholeNumber(what: string, count: unknown): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count
  const given = typeof count === 'number' && count < 0 ? 'a negative number' : kindOf(count)
  throw new VersaError('INVALID_QUERY', `${what} cannot be ${given}`, {
    hint: 'pass a whole number from 0'
  })
}

function emptyCall(what: string, example: string): VersaError {
  return new VersaError('INVALID_QUERY', `${what} was called without columns`, {
    hint: `name one at least: ${example}`
  })
}
