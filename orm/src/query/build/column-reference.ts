import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'

/** A column as the value of another, made by {@link ref}. */
export class ColumnReference<Name extends string = string> {
  /** @internal */
  constructor(readonly name: Name) {}
}

/**
 * A column as the new value of another: of the same row, or of a joined table.
 *
 * @param name The property, or `table.property`.
 * @throws VersaError `INVALID_QUERY` for anything but a name.
 * @example
 * await User.where('nickname', null).update({ nickname: ref('name') })
 * await Post.query().join(User, 'posts.userId', 'users.id').update({ author: ref('users.name') })
 */
export function ref<const Name extends string>(name: Name): ColumnReference<Name> {
  if (typeof name === 'string' && name !== '') return new ColumnReference(name)
  throw new VersaError('INVALID_QUERY', `ref got ${kindOf(name)}`, {
    hint: "name a column: ref('users.name')"
  })
}
