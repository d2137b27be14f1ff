import { canBeShown, hideColumns } from '../hydrate/shown.js'
import { tableOf } from '../schema/model-types.js'
import type {
  FillableOf,
  StampNames,
  TimestampsOption,
  VersionName,
  VersionOption,
  WithManaged
} from '../schema/record-options.js'
import type { Columns } from '../schema/row-types.js'
import { TableDefinition } from '../schema/table-definition.js'
import type { TableOptions } from '../schema/table-options.js'
import { isReserved, ModelBase } from './model-base.js'
import { addStatics } from './model-statics.js'
import type { GuardedModelClass, ModelClass } from './model-types.js'

addStatics(ModelBase)

/** The base class of a model whose table has options. */
type OptionedClass<Name extends string, C extends Columns, F, G, Hides> = [F, G, Hides] extends [
  undefined,
  undefined,
  undefined
]
  ? ModelClass<Name, C>
  : GuardedModelClass<Name, C, FillableOf<C, F, G>>

/** Makes the base class of a model. */
function table<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C
): ModelClass<Name, C>
function table<
  const Name extends string,
  const C extends Columns,
  const T extends TimestampsOption | undefined = undefined,
  const V extends VersionOption | undefined = undefined,
  const F extends readonly ((keyof C & string) | StampNames<T>)[] | undefined = undefined,
  const G extends readonly ((keyof C & string) | StampNames<T>)[] | undefined = undefined,
  const H extends
    | readonly ((keyof C & string) | StampNames<T> | VersionName<V>)[]
    | undefined = undefined
>(
  name: Name,
  columns: C,
  options: TableOptions<NoInfer<(keyof C & string) | StampNames<T> | VersionName<V>>, T, V, F, G, H>
): OptionedClass<Name, WithManaged<C, T, V>, F, G, H>
function table(name: string, columns: Columns, options: TableOptions = {}): unknown {
  const definition = new TableDefinition(name, columns, options, isReserved)
  class TableModel extends ModelBase {
    static readonly [tableOf] = definition
  }
  const { hidden, fillable } = definition.behaviour
  if (hidden !== undefined) hideColumns(TableModel.prototype, hidden)
  // The types of both kinds of models are one, which has toJSON.
  if (fillable !== undefined) canBeShown(TableModel.prototype)
  // The class has no types of columns and relations at run time: the overloads claim them.
  return TableModel
}

/**
 * Where models begin: extend what `Model.table` gives for a table and its columns. Relations are
 * static properties; getters and methods are the class's own. A class field must not have the name
 * of a column: for loaded rows neither fields nor the constructor run.
 *
 * @example
 * class User extends Model.table('users', {
 *   id: t.id(),
 *   name: t.text(),
 *   age: t.int().nullable()
 * }, { indexes: [['name']] }) {
 *   static posts = hasMany(() => Post, 'userId')
 *   get initials() { return this.name.slice(0, 1) }
 * }
 */
export const Model = { table } as const
