import type { ExecuteOptions } from '../../engine/engine.js'
import type { LockOptions } from '../../query/build/lock-options.js'
import type { Operand } from '../../query/types/clauses.js'
import type { KnownOnly, With } from '../../query/types/loaded.js'
import type { ScopeArguments } from '../../query/types/local-scope.js'
import type { Query } from '../../query/types/query.js'
import type { RowQuery } from '../../query/types/row-query.js'
import type { ScopeName } from '../../query/types/scoping.js'
import type { SelectArgument, Selected } from '../../query/types/selected.js'
import type { AnyModel, ColumnName, ModelRow, SoftDeletedModel } from '../../schema/model-types.js'

/** The columns of a query's rows, by which filters are typed. */
type Scope<S extends AnyModel> = ModelRow<S>

/** The static methods of models that begin a query with another clause. */
export interface ClauseStatics {
  /**
   * Begins a query that loads relations with the rows; see {@link Query.with}.
   *
   * @param relations The relations' names with `true`, with further relations, or with a function
   * that gets the query of their rows.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = await User.with({ posts: { tags: true } }).all()
   * users.map(user => user.posts.length) //=> [2, 1, 1, 0]
   * ```
   */
  with<S extends AnyModel, const W extends With<S>>(
    this: S,
    relations: W & KnownOnly<S, W>
  ): Query<S, W>
  /**
   * Begins a query whose rows are plain objects of these columns; see {@link Query.select}.
   *
   * @param columns Columns, and objects of properties and what goes into them.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await Tag.select('id', { name: 'label' }).limit(1).rows() //=> [{ id: 1, name: 'history' }]
   * ```
   */
  select<
    S extends AnyModel,
    const A extends readonly [SelectArgument<Scope<S>>, ...SelectArgument<Scope<S>>[]]
  >(this: S, ...columns: A): RowQuery<Scope<S>, Selected<Scope<S>, A>>
  /**
   * Begins a query in an order; see {@link Clauses.orderBy}.
   *
   * @param operand A column, an aggregate, SQL or a query of one value.
   * @param direction `asc` or `desc`. Default: `asc`.
   * @param options `nulls`: where they go. Default: they are the smallest value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.orderBy('age', 'desc', { nulls: 'last' }).pluck('name')
   * //=> ['Grace', 'Ada', 'Alan', 'Edsger']
   * ```
   */
  orderBy<S extends AnyModel>(
    this: S,
    operand: Operand<Scope<S>>,
    direction?: 'asc' | 'desc',
    options?: { readonly nulls?: 'first' | 'last' }
  ): Query<S>
  /**
   * Begins a query of so many rows at most.
   *
   * @param count How many; a whole number from 0.
   * @throws VersaError `INVALID_QUERY` for anything else.
   * @example
   * ```ts
   * await User.limit(2).pluck('name') //=> ['Ada', 'Grace']
   * ```
   */
  limit<S extends AnyModel>(this: S, count: number): Query<S>
  /**
   * Begins a query that leaves out so many rows first.
   *
   * @param count How many; a whole number from 0.
   * @throws VersaError `INVALID_QUERY` for anything else.
   * @example
   * ```ts
   * await User.offset(3).pluck('name') //=> ['Edsger']
   * ```
   */
  offset<S extends AnyModel>(this: S, count: number): Query<S>
  /**
   * Begins a query of the rows in an order by chance: all of them are read for it.
   *
   * @example
   * ```ts
   * const lucky = await User.inRandomOrder().first()
   * lucky === null //=> false
   * ```
   */
  inRandomOrder<S extends AnyModel>(this: S): Query<S>
  /**
   * Begins a query that locks its rows until the transaction ends; see {@link Clauses.forUpdate}.
   *
   * @param options What happens to rows that others have locked. Default: the query waits for them.
   * @throws VersaError `INVALID_QUERY` outside a transaction, `LOCK_TIMEOUT` with `noWait`.
   * @example
   * ```ts
   * await db.transaction(async () => {
   *   const user = await User.forUpdate().findOrFail(1)
   *   await user.update({ age: 37 })
   * })
   * ```
   */
  forUpdate<S extends AnyModel>(this: S, options?: LockOptions): Query<S>
  /**
   * Begins a query that locks its rows against changes until the transaction ends; see
   * {@link Clauses.forShare}.
   *
   * @param options What happens to rows that others have locked. Default: the query waits for them.
   * @throws VersaError `INVALID_QUERY` outside a transaction, `LOCK_TIMEOUT` with `noWait`.
   * @example
   * ```ts
   * await db.transaction(async () => {
   *   const author = await User.forShare().findOrFail(1)
   *   await Post.create({ userId: author.id, title: 'Third' })
   * })
   * ```
   */
  forShare<S extends AnyModel>(this: S, options?: LockOptions): Query<S>
  /**
   * Begins a query whose statement can be cancelled or limited in time; see
   * {@link Clauses.options}.
   *
   * @param options A signal, how long it may take, and whether it runs on another thread.
   * @throws VersaError `INVALID_QUERY` for options that make no sense.
   * @example
   * ```ts
   * await User.options({ signal: AbortSignal.timeout(5_000) }).count() //=> 4
   * await User.options({ signal: AbortSignal.abort() }).count() //! CANCELLED
   * ```
   */
  options<S extends AnyModel>(this: S, options: ExecuteOptions): Query<S>
  /**
   * Begins a query that reads from the primary, whatever replicas there are: see
   * {@link ConnectOptions.replicas}.
   *
   * @example
   * ```ts prelude=replicas
   * await Visit.count() //=> 1
   * await Visit.usePrimary().count() //=> 2
   * ```
   */
  usePrimary<S extends AnyModel>(this: S): Query<S>
  /**
   * Begins a query with a scope of the model; see {@link scope}.
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
   * await Person.scope('olderThan', 40).pluck('name') //=> ['Grace']
   * ```
   */
  scope<S extends AnyModel, K extends ScopeName<S>>(
    this: S,
    name: K,
    ...args: ScopeArguments<S[K]>
  ): Query<S>
  /**
   * Begins a query without global scopes of the model, by their names.
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
   * await Article.count() //=> 3
   * await Article.withoutGlobalScope('published').count() //=> 4
   * ```
   */
  withoutGlobalScope<S extends AnyModel>(this: S, ...names: readonly string[]): Query<S>
  /**
   * Begins a query without any global scope of the model; deleted rows are there, too.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Article extends Model.table('posts', { id: t.id(), published: t.boolean() }, {
   *   globalScopes: { published: q => q.where('published', true) }
   * }) {}
   *
   * await Article.withoutGlobalScopes().count() //=> 4
   * ```
   */
  withoutGlobalScopes<S extends AnyModel>(this: S): Query<S>
  /**
   * Begins a query of all rows, those that are marked as deleted, too.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{}, {}])
   * await Note.where('id', 1).delete()
   * await Note.count() //=> 1
   * await Note.withTrashed().count() //=> 2
   * ```
   */
  withTrashed<S extends SoftDeletedModel>(this: S): Query<S>
  /**
   * Begins a query of the rows that are marked as deleted.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, { softDelete: true }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{}, {}])
   * await Note.where('id', 1).delete()
   * await Note.onlyTrashed().restore() //=> 1
   * ```
   */
  onlyTrashed<S extends SoftDeletedModel>(this: S): Query<S>
  /**
   * Begins a query whose instances leave columns out of `JSON.stringify` and of logs.
   *
   * @param columns The columns.
   * @example
   * ```ts
   * const tags = await Tag.makeHidden('id').limit(1).all()
   * JSON.stringify(tags) //=> '[{"label":"history"}]'
   * ```
   */
  makeHidden<S extends AnyModel>(this: S, ...columns: readonly ColumnName<S>[]): Query<S>
  /**
   * Begins a query whose instances show columns in `JSON.stringify` and logs that the model hides.
   *
   * @param columns The columns.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Person extends Model.table('users', { id: t.id(), email: t.text() }, {
   *   hidden: ['email']
   * }) {}
   *
   * const [ada] = await Person.makeVisible('email').limit(1).all()
   * JSON.stringify(ada) //=> '{"id":1,"email":"ada@example.com"}'
   * ```
   */
  makeVisible<S extends AnyModel>(this: S, ...columns: readonly ColumnName<S>[]): Query<S>
}
