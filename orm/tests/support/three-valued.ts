import type { Conditions } from 'versa-orm'

/** SQL's truth: null is unknown. */
export type Truth = boolean | null

/** The row that conditions are about. */
export interface Measurement {
  readonly id: number
  readonly a: number | null
  readonly b: number | null
  readonly label: string | null
  readonly done: boolean | null
}

type NumberColumn = 'a' | 'b'
const operators = ['=', '!=', '<', '<=', '>', '>='] as const
type Operator = (typeof operators)[number]

/** A condition as data: it can be asked of a row in JavaScript and be built into a query. */
export type Condition =
  | { kind: 'compare'; column: NumberColumn; op: Operator; value: number }
  | { kind: 'columns'; left: NumberColumn; op: Operator; right: NumberColumn }
  | { kind: 'in'; column: NumberColumn; list: number[]; negated: boolean }
  | { kind: 'between'; column: NumberColumn; low: number; high: number; negated: boolean }
  | { kind: 'null'; column: 'a' | 'label' | 'done'; negated: boolean }
  | { kind: 'label'; value: string; negated: boolean }
  | { kind: 'prefix'; value: string; negated: boolean }
  | { kind: 'done'; value: boolean }
  | { kind: 'and' | 'or' | 'not'; items: Condition[] }

/** What a condition says of a row. */
export function truthOf(condition: Condition, row: Measurement): Truth {
  switch (condition.kind) {
    case 'compare':
      return compare(row[condition.column], condition.op, condition.value)
    case 'columns':
      return compare(row[condition.left], condition.op, row[condition.right])
    case 'in': {
      const value = row[condition.column]
      // Nothing is in an empty list, not even the unknown.
      if (condition.list.length === 0) return condition.negated
      return value === null ? null : condition.list.includes(value) !== condition.negated
    }
    case 'between': {
      const value = row[condition.column]
      if (value === null) return null
      return (value >= condition.low && value <= condition.high) !== condition.negated
    }
    case 'null':
      return (row[condition.column] === null) !== condition.negated
    case 'label':
      return row.label === null ? null : (row.label === condition.value) !== condition.negated
    case 'prefix':
      return row.label === null ? null : row.label.startsWith(condition.value) !== condition.negated
    case 'done':
      return row.done === null ? null : row.done === condition.value
    case 'and':
      return and(condition.items.map(item => truthOf(item, row)))
    case 'or':
      return not(and(condition.items.map(item => not(truthOf(item, row)))))
    case 'not':
      return not(and(condition.items.map(item => truthOf(item, row))))
  }
}

/** The query with a condition. */
export function meeting<Q extends Conditions<Measurement>>(query: Q, condition: Condition): Q {
  switch (condition.kind) {
    case 'compare':
      return query.where(condition.column, condition.op, condition.value)
    case 'columns':
      return query.whereColumn(condition.left, condition.op, condition.right)
    case 'in':
      return condition.negated
        ? query.whereNotIn(condition.column, condition.list)
        : query.whereIn(condition.column, condition.list)
    case 'between':
      return condition.negated
        ? query.whereNotBetween(condition.column, condition.low, condition.high)
        : query.whereBetween(condition.column, condition.low, condition.high)
    case 'null':
      return condition.negated
        ? query.whereNotNull(condition.column)
        : query.whereNull(condition.column)
    case 'label':
      return query.where('label', condition.negated ? '!=' : '=', condition.value)
    case 'prefix':
      return query.where(
        'label',
        condition.negated ? 'not like' : 'like',
        `${condition.value.replace(/[\\%_]/g, '\\$&')}%`
      )
    case 'done':
      return query.where('done', condition.value)
    case 'and':
      return query.where(inner => condition.items.reduce(meeting, inner))
    case 'or':
      return query.where(inner =>
        condition.items.reduce((so, item) => so.orWhere(one => meeting(one, item)), inner)
      )
    case 'not':
      return query.whereNot(inner => condition.items.reduce(meeting, inner))
  }
}

function compare(left: number | null, op: Operator, right: number | null): Truth {
  if (left === null || right === null) return null
  switch (op) {
    case '=':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

function and(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A condition of at most this depth. */
export function randomCondition(random: (below: number) => number, depth: number): Condition {
  const branches = depth > 0 && random(3) > 0
  if (!branches) return randomLeaf(random)
  const kind = pick(random, ['and', 'or', 'not'] as const)
  const items = Array.from({ length: 1 + random(3) }, () => randomCondition(random, depth - 1))
  return { kind, items }
}

function randomLeaf(random: (below: number) => number): Condition {
  const column = pick(random, ['a', 'b'] as const)
  const negated = random(2) === 1
  const number = () => random(7) - 3
  switch (random(8)) {
    case 0:
    case 1:
      return { kind: 'compare', column, op: pick(random, operators), value: number() }
    case 2: {
      const right = column === 'a' ? 'b' : 'a'
      return { kind: 'columns', left: column, op: pick(random, operators), right }
    }
    case 3:
      return { kind: 'in', column, list: Array.from({ length: random(4) }, number), negated }
    case 4:
      return { kind: 'between', column, low: number(), high: number(), negated }
    case 5:
      return { kind: 'null', column: pick(random, ['a', 'label', 'done'] as const), negated }
    case 6:
      return { kind: 'done', value: negated }
    default: {
      const kind = pick(random, ['label', 'prefix'] as const)
      return { kind, value: pick(random, labels), negated }
    }
  }
}

const labels = ['x', 'y', 'X', 'xy', 'x%', 'x_', ''] as const

/** Rows in which every combination that matters turns up. */
export function measurements(): Measurement[] {
  const random = randomNumbers(7)
  const number = () => (random(4) === 0 ? null : random(7) - 3)
  return Array.from({ length: 60 }, (_, index) => ({
    id: index + 1,
    a: number(),
    b: number(),
    label: random(4) === 0 ? null : pick(random, labels),
    done: pick(random, [true, false, null])
  }))
}

function pick<T>(random: (below: number) => number, choices: readonly T[]): T {
  const choice = choices[random(choices.length)]
  if (choice === undefined) throw new RangeError('nothing to choose from')
  return choice
}
