import type { StatementLimits } from '../../engine/engine.js'
import type { BoundPlace } from '../../query/plan/executor.js'
import type { Instance } from '../../query/types/loaded.js'
import type { Query } from '../../query/types/query.js'
import type { AliasedModel } from '../../query/types/table-alias.js'
import type { UpsertOptions } from '../../query/types/table-query.js'
import type {
  AnyModel,
  ColumnName,
  ModelInsert,
  ModelWritable,
  tableOf
} from '../../schema/model-types.js'
import type { AllValues } from '../instance-types.js'

/** A model that takes every column in objects of values. */
export type Unguarded<S extends AnyModel> = S & {
  /** @internal */
  readonly [tableOf]: AllValues<S[typeof tableOf]['columns']>
}

/** The static methods of models that make queries, bound models and instances. */
export interface MakingStatics {
  /**
   * A query without conditions.
   *
   * @example
   * ```ts
   * await User.query().allRows().update({ role: 'member' }) //=> 4
   * ```
   */
  query<S extends AnyModel>(this: S): Query<S>
  /**
   * The same class bound to another place than the default database: to a database, to the
   * connection of a name, or to a transaction, of which its queries then are a part wherever they
   * are run.
   *
   * @param place The database, the transaction or the name.
   * @throws VersaError `UNKNOWN_CONNECTION` where no open connection has the name.
   * @example
   * ```ts
   * await using tx = await db.begin()
   * await User.using(tx).where('id', 1).update({ name: 'Augusta' })
   * await tx.rollback()
   * await User.where('id', 1).value('name') //=> 'Ada'
   * ```
   */
  using<S extends AnyModel>(this: S, place: BoundPlace | string): S
  /**
   * The same class without `fillable` and `guarded`: what is written through it may set every
   * column. Its instances are those of the model, and as guarded as ever.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), text: t.text(), by: t.int() }, {
   *   guarded: ['by']
   * }) {}
   *
   * await db.schema.create([Note])
   * await Note.unguarded().create({ text: 'mine', by: 1 }) //=> { id: 1, text: 'mine', by: 1 }
   * ```
   */
  unguarded<S extends AnyModel>(this: S): Unguarded<S>
  /**
   * Runs something whose writes of this model leave `createdAt` and `updatedAt` alone, unless they
   * set them.
   *
   * @param work What is run.
   * @returns What the function returns.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), seen: t.int() }, { timestamps: true }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({ seen: 0 })
   * const { updatedAt } = note
   * await Note.withoutTimestamps(() => note.update({ seen: 1 }))
   * note.updatedAt //=> updatedAt
   * ```
   */
  withoutTimestamps<T>(this: AnyModel, work: () => T): T
  /**
   * The table by another name, to join it a second time.
   *
   * @param name The other name.
   * @throws VersaError `INVALID_QUERY` for what is no name.
   * @example
   * ```ts
   * const older = User.query().join(User.as('other'), on =>
   *   on.whereColumn('other.age', '>', 'users.age').where('users.name', 'Alan')
   * )
   * await older.select('other.name').orderBy('other.name').rows()
   * //=> [{ name: 'Ada' }, { name: 'Grace' }]
   * ```
   */
  as<S extends AnyModel, const Name extends string>(this: S, name: Name): AliasedModel<Name, S>
  /**
   * Makes a new instance that is not saved yet. Its values are checked when it is saved.
   *
   * @param values Values of columns. Default: none.
   * @throws VersaError `UNKNOWN_COLUMN`, `MASS_ASSIGNMENT`.
   * @example
   * ```ts
   * const tag = Tag.make({ label: 'logic' })
   * await tag.save()
   * tag.id //=> 4
   * ```
   */
  make<S extends AnyModel>(this: S, values?: Partial<ModelWritable<S>>): Instance<S>
  /**
   * Adds a row, and gives the instance of it, with what the database filled in.
   *
   * @param values Values of columns.
   * @param options A signal, and how long the statement may take. Default: those of `connect`.
   * @throws VersaError `UNIQUE_VIOLATION`, `NOT_NULL_VIOLATION`, `FOREIGN_KEY_VIOLATION`,
   * `INVALID_VALUE`, `UNKNOWN_COLUMN`, `MASS_ASSIGNMENT`.
   * @example
   * ```ts
   * const user = await User.create({ email: 'barbara@example.com', name: 'Barbara' })
   * user.id //=> 5
   * user.role //=> 'member'
   * ```
   */
  create<S extends AnyModel>(
    this: S,
    values: ModelInsert<S>,
    options?: StatementLimits
  ): Promise<Instance<S>>
  /**
   * Adds rows, all or none; their instances in the same order.
   *
   * @param list Values of columns, for each row.
   * @param options A signal, and how long a statement may take. Default: those of `connect`.
   * @throws VersaError As `create`: `UNIQUE_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * ```ts
   * const tags = await Tag.createMany([{ label: 'logic' }, { label: 'proofs' }])
   * tags.map(tag => tag.id) //=> [4, 5]
   * ```
   */
  createMany<S extends AnyModel>(
    this: S,
    list: readonly ModelInsert<S>[],
    options?: StatementLimits
  ): Promise<Instance<S>[]>
  /**
   * Adds a row, or changes the one with the same values in the unique columns `on`.
   *
   * @param values Values of columns.
   * @param options `on`: the unique columns; `update`: what changes then. Default: all that are
   * given.
   * @returns The instance of the row, as it then is.
   * @throws VersaError `INVALID_QUERY` where the row lacks a column of `on`, or the model has no
   * unique key of these columns; what `create` throws.
   * @example
   * ```ts
   * const ada = { email: 'ada@example.com', name: 'Augusta' }
   * const user = await User.upsert(ada, { on: ['email'] })
   * user.id //=> 1
   * ```
   */
  upsert<S extends AnyModel>(
    this: S,
    values: ModelInsert<S>,
    options: UpsertOptions<ColumnName<S>> & StatementLimits
  ): Promise<Instance<S>>
}
