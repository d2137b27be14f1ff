import { tableOf } from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'
import { TableDefinition } from '../schema/table-definition.js'
import type { TableOptions } from '../schema/table-options.js'
import { ViewDefinition } from '../schema/view-definition.js'
import { isReserved, ModelBase } from './model-base.js'
import { addStatics } from './model-statics.js'
import type { ModelClass } from './model-types.js'
import { addViewStatics, ViewBase } from './view-base.js'
import type { ViewClass, ViewOptions } from './view-types.js'

addStatics(ModelBase)
addViewStatics()

/** Makes the base class of a model. */
function table<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
  options: TableOptions<keyof C & string> = {}
): ModelClass<Name, C> {
  const definition = new TableDefinition(name, columns, options, isReserved)
  class TableModel extends ModelBase {
    static readonly [tableOf] = definition
  }
  // The class has no types of columns and relations at run time: this is where they are claimed.
  return TableModel as unknown as ModelClass<Name, C>
}

/** Makes the base class of a model of a view. */
function view<
  const Name extends string,
  const C extends Columns,
  const Key extends (keyof C & string) | readonly (keyof C & string)[] = never
>(
  name: Name,
  columns: C,
  options: ViewOptions<keyof C & string, Key> = {}
): ViewClass<Name, C, Key> {
  const definition = new ViewDefinition(name, columns, options, isReserved)
  class ViewModel extends ViewBase {
    static readonly [tableOf] = definition
  }
  // As above.
  return ViewModel as unknown as ViewClass<Name, C, Key>
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
 *
 * `Model.view` is the same of a view, whose rows are only read.
 *
 * @example
 * class ActiveUser extends Model.view('active_users', {
 *   id: t.int(),
 *   name: t.text()
 * }, { as: () => User.where('active', true).select('id', 'name'), primaryKey: 'id' }) {}
 */
export const Model = { table, view } as const
