import type { LogicalType } from '../ast/generated/ast.js'
import type { EncodedValue } from './encoder.js'

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

/** A value of a fragment: a scalar, or the list of an `in`. */
export type FragmentValue = EncodedValue | readonly EncodedValue[]

/**
 * A piece of SQL with bound values; made by the template {@link sql} only. It is recognised by a
 * private brand: no object of a request can pass for one.
 *
 * @example
 * ```ts
 * import { type SqlFragment, sql } from 'versa-orm'
 *
 * const longerThan = (length: number): SqlFragment => sql`length(name) > ${length}`
 * await User.where(longerThan(5)).pluck('name') //=> ['Edsger']
 * ```
 */
export class SqlFragment {
  readonly #shape: FragmentShape
  readonly #values: readonly FragmentValue[]

  /** @internal */
  constructor(shape: FragmentShape, values: readonly FragmentValue[]) {
    this.#shape = shape
    this.#values = values
  }

  /** @internal Whether a value is a fragment. */
  static is(value: unknown): value is SqlFragment {
    return typeof value === 'object' && value !== null && #shape in value
  }

  /** @internal The fragment without its values. */
  static shapeOf(fragment: SqlFragment): FragmentShape {
    return fragment.#shape
  }

  /** @internal The values, in the order of the parameters. */
  static valuesOf(fragment: SqlFragment): readonly FragmentValue[] {
    return fragment.#values
  }
}
