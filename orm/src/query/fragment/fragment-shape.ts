import type { LogicalType } from '../../ast/generated/ast.js'

/** A part of a fragment, without its values. */
export type FragmentPart =
  | { readonly kind: 'text'; readonly text: string }
  /** One parameter. */
  | { readonly kind: 'param'; readonly type?: LogicalType }
  | { readonly kind: 'identifier'; readonly names: readonly string[] }
  /** Those of the operand, then one: the list. */
  | { readonly kind: 'in'; readonly operand: readonly FragmentPart[] }

/** A fragment without its values: what of it belongs to a query's shape. */
export interface FragmentShape {
  readonly parts: readonly FragmentPart[]
  /** Says all the parts consist of, and nothing else does. */
  readonly key: string
}
