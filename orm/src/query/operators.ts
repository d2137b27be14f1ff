import type { CompareOp, Direction, Nulls } from '../ast/generated/ast.js'
import { didYouMean } from '../errors/did-you-mean.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'

/** Operators that compare with one value. */
export type CompareOperator = CompareOp
/** Operators that match a pattern: `%` any text, `_` one character, `\` takes the meaning away. */
export type LikeOperator = 'like' | 'not like' | 'ilike' | 'not ilike'
/** Operators that look through a list or a query. */
export type ListOperator = 'in' | 'not in'
/** All operators of `where`. */
export type Operator = CompareOperator | LikeOperator | ListOperator

/** What an operator does: the closed list, asked at run time too. */
export type OperatorMeaning = { readonly code: number } & (
  | { readonly kind: 'compare'; readonly op: CompareOp }
  | { readonly kind: 'like'; readonly negated: boolean; readonly insensitive: boolean }
  | { readonly kind: 'in'; readonly negated: boolean }
)

/** The meaning of `=`, which is what two arguments of `where` say. */
export const equals = { code: 0, kind: 'compare', op: '=' } as const satisfies OperatorMeaning

const meanings: ReadonlyMap<unknown, OperatorMeaning> = new Map<Operator, OperatorMeaning>([
  ['=', equals],
  ['!=', { code: 1, kind: 'compare', op: '!=' }],
  ['<', { code: 2, kind: 'compare', op: '<' }],
  ['<=', { code: 3, kind: 'compare', op: '<=' }],
  ['>', { code: 4, kind: 'compare', op: '>' }],
  ['>=', { code: 5, kind: 'compare', op: '>=' }],
  ['like', { code: 6, kind: 'like', negated: false, insensitive: false }],
  ['not like', { code: 7, kind: 'like', negated: true, insensitive: false }],
  ['ilike', { code: 8, kind: 'like', negated: false, insensitive: true }],
  ['not ilike', { code: 9, kind: 'like', negated: true, insensitive: true }],
  ['in', { code: 10, kind: 'in', negated: false }],
  ['not in', { code: 11, kind: 'in', negated: true }]
])

/** What an operator does. @throws VersaError `INVALID_QUERY` for anything else. */
export function meaningOf(operator: unknown): OperatorMeaning {
  const meaning = meanings.get(operator)
  if (meaning !== undefined) return meaning
  const names = [...meanings.keys()].map(String)
  if (typeof operator !== 'string') {
    throw new VersaError('INVALID_QUERY', `an operator cannot be ${kindOf(operator)}`, {
      hint: `use one of ${names.join(', ')}`
    })
  }
  throw new VersaError('INVALID_QUERY', 'there is no such operator', {
    hint: operator.length > 20 ? `use one of ${names.join(', ')}` : didYouMean(operator, names)
  })
}

/** The comparison an operator is. @throws VersaError `INVALID_QUERY` for like and in. */
export function comparisonOf(operator: unknown, where: string): CompareOp {
  const meaning = meaningOf(operator)
  if (meaning.kind === 'compare') return meaning.op
  throw new VersaError('INVALID_QUERY', `${where} takes comparisons only`, {
    hint: 'use one of =, !=, <, <=, >, >='
  })
}

/** A direction. @throws VersaError `INVALID_QUERY` for anything else. */
export function directionOf(direction: unknown): Direction {
  if (direction === 'asc' || direction === 'desc') return direction
  throw new VersaError('INVALID_QUERY', `a direction cannot be ${kindOf(direction)}`, {
    hint: "use 'asc' or 'desc'"
  })
}

/** Where nulls go. @throws VersaError `INVALID_QUERY` for anything else. */
export function nullsOf(nulls: unknown): Nulls | undefined {
  if (nulls === undefined || nulls === 'first' || nulls === 'last') return nulls
  throw new VersaError('INVALID_QUERY', `the place of nulls cannot be ${kindOf(nulls)}`, {
    hint: "use 'first' or 'last'"
  })
}
