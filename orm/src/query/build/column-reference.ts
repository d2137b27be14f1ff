import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'

/**
 * A column as the value of another, made by {@link ref}.
 *
 * @example
 * ```ts
 * import { type ColumnReference, ref } from 'versa-orm'
 *
 * const name: ColumnReference<'name'> = ref('name')
 * await User.where('id', 1).update({ email: name }) //=> 1
 * ```
 */
export class ColumnReference<Name extends string = string> {
  /** @internal */
  constructor(
    /** The column's name. */
    readonly name: Name
  ) {}
}

/**
 * A column as the new value of another: of the same row, or of a joined table.
 *
 * @param name The property, or `table.property`.
 * @throws VersaError `INVALID_QUERY` for anything but a name.
 * @example
 * ```ts
 * import { ref } from 'versa-orm'
 *
 * await User.where('id', 1).update({ email: ref('name') })
 * await User.where('id', 1).value('email') //=> 'Ada'
 * ```
 */
export function ref<const Name extends string>(name: Name): ColumnReference<Name> {
  if (typeof name === 'string' && name !== '') return new ColumnReference(name)
  throw new VersaError('INVALID_QUERY', `ref got ${kindOf(name)}`, {
    hint: "name a column: ref('users.name')"
  })
}
