import type { AnyModel, SoftDeletedModel, tableOf } from '../../schema/model-types.js'
import type { ScopeArguments } from './local-scope.js'

/** The static names of a model among which its scopes are. */
export type ScopeName<S extends AnyModel> = Exclude<keyof S, S[typeof tableOf]['inherited']> &
  string

/** What a method takes that only models have whose rows are marked as deleted. */
type IfMarked<S> = S extends SoftDeletedModel ? [] : [never]

/** The scopes of a model's queries. */
export interface Scoping<S extends AnyModel> {
  /**
   * Applies a scope of the model; see {@link scope}.
   *
   * @param name The scope's name.
   * @param args What it takes besides the query.
   * @throws VersaError `INVALID_QUERY` for a name that is none.
   * @example
   * ```ts
   * import { Model, scope, t } from 'versa-orm'
   *
   * class Person extends Model.table('users', { id: t.id(), name: t.text(), age: t.int() }) {
   *   static olderThan = scope(() => Person, (q, age: number) => q.where('age', '>', age))
   * }
   *
   * await Person.where('id', '<', 3).scope('olderThan', 40).pluck('name') //=> ['Grace']
   * ```
   */
  scope<K extends ScopeName<S>>(name: K, ...args: ScopeArguments<S[K]>): this
  /**
   * Leaves out global scopes of the model, by their names; not those of joined tables or relations.
   *
   * @param names The scopes' names.
   * @throws VersaError `INVALID_QUERY` for a name that is none.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Article extends Model.table('posts', { id: t.id(), published: t.boolean() }, {
   *   globalScopes: { published: q => q.where('published', true) }
   * }) {}
   *
   * await Article.where('id', '<', 3).withoutGlobalScope('published').count() //=> 2
   * ```
   */
  withoutGlobalScope(...names: readonly string[]): this
  /**
   * Leaves out all global scopes of the model; deleted rows are there, too.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Article extends Model.table('posts', { id: t.id(), published: t.boolean() }, {
   *   globalScopes: { published: q => q.where('published', true) }
   * }) {}
   *
   * await Article.where('id', '<', 3).withoutGlobalScopes().count() //=> 2
   * ```
   */
  withoutGlobalScopes(): this
  /**
   * Finds rows that are marked as deleted, too.
   *
   * @param only Nothing: only queries of models that mark rows can be asked.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{}, {}])
   * await Note.where('id', 1).delete()
   * await Note.where('id', '<', 3).withTrashed().count() //=> 2
   * ```
   */
  withTrashed(...only: IfMarked<S>): this
  /**
   * Finds only rows that are marked as deleted.
   *
   * @param only Nothing: only queries of models that mark rows can be asked.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{}, {}])
   * await Note.where('id', 1).delete()
   * await Note.where('id', '<', 3).onlyTrashed().pluck('id') //=> [1]
   * ```
   */
  onlyTrashed(...only: IfMarked<S>): this
  /**
   * Takes back that rows were deleted, and what was deleted together with them; how many rows.
   *
   * @param only Nothing: only queries of models that mark rows can be asked.
   * @throws VersaError `UNIQUE_VIOLATION` where other rows have their unique values now; then
   * nothing has changed.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{}, {}])
   * await Note.where('id', 1).delete()
   * await Note.where('id', 1).restore() //=> 1
   * ```
   */
  restore(...only: IfMarked<S>): Promise<number>
  /**
   * Removes the rows instead of marking them as deleted: those that the query sees.
   *
   * @param only Nothing: only queries of models that mark rows can be asked.
   * @throws VersaError `INVALID_QUERY` without a condition, `FOREIGN_KEY_VIOLATION` where others
   * refer to one.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{}, {}])
   * await Note.where('id', 1).forceDelete() //=> 1
   * await Note.withTrashed().count() //=> 1
   * ```
   */
  forceDelete(...only: IfMarked<S>): Promise<number>
}
