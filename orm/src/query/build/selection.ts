import type { Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import type { Scope } from '../shape/scope.js'
import type { SelectedColumn } from '../shape/steps.js'
import { Aggregate, aggregateKey, aggregateRef } from './aggregate.js'
import { Conditions, isPlainObject } from './conditions.js'
import { subqueryValue } from './subquery-value.js'

/** What `select` was told. */
export interface Selection {
  readonly selection: readonly SelectedColumn[]
  /** Says all it consists of. */
  readonly key: string
  readonly params: readonly Param[]
}

interface Selected {
  readonly column: SelectedColumn
  readonly key: string
  readonly params: readonly Param[]
}

/** Reads the arguments of `select`: names, and objects of properties and what goes into them. */
export function selectionOf(scope: Scope, columns: readonly unknown[]): Selection {
  const all = columns.flatMap(column => {
    if (typeof column === 'string') return [named(scope, column)]
    if (!isPlainObject(column)) {
      throw new VersaError('INVALID_QUERY', `select cannot take ${kindOf(column)}`, {
        hint: "pass columns, or an object like { total: count('id') }"
      })
    }
    return Object.entries(column).map(([property, value]) => aliased(scope, property, value))
  })
  checkProperties(all)
  return {
    selection: all.map(({ column }) => column),
    key: JSON.stringify(all.map(({ column, key }) => [column.aliased ? column.property : 0, key])),
    params: all.flatMap(({ params }) => params)
  }
}

function named(scope: Scope, name: string): Selected {
  const operand = scope.column(name)
  const { property, type, id } = operand
  return {
    column: { operand, property, type, aliased: false },
    key: `c${id}`,
    params: []
  }
}

function aliased(scope: Scope, property: string, value: unknown): Selected {
  if (value instanceof Aggregate) {
    const { aggregate, column } = value
    const operand = aggregateRef(aggregate, column === undefined ? undefined : scope.column(column))
    return {
      column: { operand, property, type: operand.type, aliased: true },
      key: `a${aggregateKey(operand)}`,
      params: []
    }
  }
  if (SqlFragment.is(value)) {
    const operand = SqlFragment.shapeOf(value)
    return {
      column: { operand, property, type: undefined, aliased: true },
      key: `f${operand.key}`,
      params: SqlFragment.valuesOf(value)
    }
  }
  if (value instanceof Conditions) {
    const { operand, key, params, type } = subqueryValue(value)
    return { column: { operand, property, type, aliased: true }, key, params }
  }
  const operand = scope.column(value)
  return {
    column: { operand, property, type: operand.type, aliased: true },
    key: `c${operand.id}`,
    params: []
  }
}

function checkProperties(all: readonly Selected[]): void {
  const seen = new Set<string>()
  for (const { column } of all) {
    const { property } = column
    if (seen.has(property)) {
      throw new VersaError('INVALID_QUERY', `select has ${JSON.stringify(property)} twice`, {
        column: property,
        hint: `give one of them another name: select({ other: '…' })`
      })
    }
    seen.add(property)
  }
}
