import { canBeShown, hideColumns } from '../hydrate/shown.js'
import { tableOf } from '../schema/model-types.js'
import type { StampNames, TimestampsOption, VersionOption } from '../schema/record-options.js'
import type { Columns } from '../schema/row-types.js'
import type { SoftDeleteOptions } from '../schema/soft-delete.js'
import { TableDefinition } from '../schema/table-definition.js'
import type { TableOptions } from '../schema/table-options.js'
import { ViewDefinition } from '../schema/view-definition.js'
import { ModelBase } from './model-base.js'
import type {
  AddedNames,
  Kept,
  ModelOptions,
  OptionedClass,
  Scoped,
  Unscoped
} from './model-options.js'
import { addStatics } from './model-statics.js'
import type { ModelClass } from './model-types.js'
import { SoftDeleteBase } from './soft-delete-base.js'
import { addViewStatics, ViewBase } from './view-base.js'
import type { ViewClass, ViewOptions } from './view-types.js'

addStatics(ModelBase)
addViewStatics()

/**
 * Makes the base class of a model, for a table and its columns.
 *
 * @param name The table's name.
 * @param columns Its columns, by the properties that models have.
 * @throws VersaError `INVALID_MODEL` for a definition that contradicts itself, or a column whose
 * property models have already.
 * @example
 * ```ts
 * import { Model, t } from 'versa-orm'
 *
 * class City extends Model.table('cities', { id: t.id(), name: t.text() }, {
 *   indexes: [['name']]
 * }) {
 *   get shout() {
 *     return this.name.toUpperCase()
 *   }
 * }
 *
 * await db.schema.create([City])
 * const city = await City.create({ name: 'Lima' })
 * city.shout //=> 'LIMA'
 * ```
 */
function table<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C
): ModelClass<Name, C>
/**
 * Makes the base class of a model, for a table, its columns and what else it has.
 *
 * @param name The table's name.
 * @param columns Its columns, by the properties that models have.
 * @param options Keys, indexes, timestamps, soft deletes and more.
 */
function table<
  const Name extends string,
  const C extends Columns,
  const T extends TimestampsOption | undefined = undefined,
  const V extends VersionOption | undefined = undefined,
  const S extends true | SoftDeleteOptions | undefined = undefined,
  const F extends readonly ((keyof C & string) | StampNames<T>)[] | undefined = undefined,
  const G extends readonly ((keyof C & string) | StampNames<T>)[] | undefined = undefined,
  const H extends readonly ((keyof C & string) | AddedNames<T, V, S>)[] | undefined = undefined
>(
  name: Name,
  columns: C,
  options: ModelOptions<NoInfer<(keyof C & string) | AddedNames<T, V, S>>, T, V, S, F, G, H> &
    Unscoped
): OptionedClass<Name, Kept<C, T, V, S>, S, F, G, H, false>
function table<
  const Name extends string,
  const C extends Columns,
  const T extends TimestampsOption | undefined = undefined,
  const V extends VersionOption | undefined = undefined,
  const S extends true | SoftDeleteOptions | undefined = undefined,
  const F extends readonly ((keyof C & string) | StampNames<T>)[] | undefined = undefined,
  const G extends readonly ((keyof C & string) | StampNames<T>)[] | undefined = undefined,
  const H extends readonly ((keyof C & string) | AddedNames<T, V, S>)[] | undefined = undefined
>(
  name: Name,
  columns: C,
  options: ModelOptions<NoInfer<(keyof C & string) | AddedNames<T, V, S>>, T, V, S, F, G, H> &
    Scoped<NoInfer<Kept<C, T, V, S>>>
): OptionedClass<Name, Kept<C, T, V, S>, S, F, G, H, true>
function table(name: string, columns: Columns, options: TableOptions = {}): unknown {
  const base = options.softDelete === undefined ? ModelBase : SoftDeleteBase
  const definition = new TableDefinition(name, columns, options, reservedBy(base))
  class TableModel extends base {
    static readonly [tableOf] = definition
  }
  const { hidden, fillable } = definition.behaviour
  if (hidden !== undefined) hideColumns(TableModel.prototype, hidden)
  // The types of both kinds of models are one, which has toJSON.
  if (fillable !== undefined) canBeShown(TableModel.prototype)
  // The class has no types of columns and relations at run time: the overloads claim them.
  return TableModel
}

/** Which properties of a model have a meaning already. */
function reservedBy(base: { readonly prototype: object }): (property: string) => boolean {
  return property => property in base.prototype || property === 'toJSON'
}

/**
 * Makes the base class of a model of a view, whose rows are only read.
 *
 * @param name The view's name.
 * @param columns Its columns, by the properties that models have.
 * @param options What its rows are, and what tells them apart. Default: it exists already.
 * @throws VersaError `INVALID_MODEL` for a definition that contradicts itself.
 * @example
 * ```ts
 * import { Model, t } from 'versa-orm'
 *
 * class Admin extends Model.view('admins', { id: t.int(), name: t.text() }, {
 *   as: () => User.where('role', 'admin').select('id', 'name'),
 *   primaryKey: 'id'
 * }) {}
 *
 * await db.schema.create([Admin])
 * const admin = await Admin.findOrFail(1)
 * admin.name //=> 'Ada'
 * ```
 */
function view<
  const Name extends string,
  const C extends Columns,
  const Key extends (keyof C & string) | readonly (keyof C & string)[] = never
>(
  name: Name,
  columns: C,
  options: ViewOptions<keyof C & string, Key> = {}
): ViewClass<Name, C, Key> {
  const definition = new ViewDefinition(name, columns, options, reservedBy(ViewBase))
  class ViewModel extends ViewBase {
    static readonly [tableOf] = definition
  }
  // As above.
  return ViewModel as unknown as ViewClass<Name, C, Key>
}

/**
 * Where models begin: extend what `Model.table` gives for a table and its columns, or `Model.view`
 * for a view. Relations are static properties; getters and methods are the class's own. A class
 * field must not have the name of a column: for loaded rows neither fields nor the constructor run.
 *
 * @example
 * ```ts
 * import { hasMany, Model, t } from 'versa-orm'
 *
 * class Writer extends Model.table('users', { id: t.id(), name: t.text() }) {
 *   static posts = hasMany(() => Post, 'userId')
 * }
 *
 * const writer = await Writer.with({ posts: true }).findOrFail(1)
 * writer.posts.length //=> 2
 * ```
 */
export const Model = { table, view } as const
