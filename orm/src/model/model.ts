import { tableOf } from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'
import { TableDefinition } from '../schema/table-definition.js'
import type { TableOptions } from '../schema/table-options.js'
import { isReserved, ModelBase } from './model-base.js'
import { addStatics } from './model-statics.js'
import type { ModelClass } from './model-types.js'

addStatics(ModelBase)

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
