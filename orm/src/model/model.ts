import { tableOf } from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'
import { TableDefinition } from '../schema/table-definition.js'
import type { TableOptions } from '../schema/table-options.js'
import { ModelBase } from './model-base.js'
import type { PlainOptions, ScopedOptions, SoftDeleting, WithDeletedAt } from './model-options.js'
import { addStatics } from './model-statics.js'
import type { ModelClass, ScopedModelClass, SoftDeleteModelClass } from './model-types.js'
import { SoftDeleteBase } from './soft-delete-base.js'

addStatics(ModelBase)

/** Makes the base class of a model. */
function table<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
  options?: PlainOptions<C>
): ModelClass<Name, C>
function table<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
  options: SoftDeleting<C>
): SoftDeleteModelClass<Name, WithDeletedAt<C>>
function table<const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
  options: ScopedOptions<C>
): ScopedModelClass<Name, C>
function table(name: string, columns: Columns, options: TableOptions = {}): unknown {
  const base = options.softDelete === undefined ? ModelBase : SoftDeleteBase
  const isReserved = (property: string): boolean => property in base.prototype
  const definition = new TableDefinition(name, columns, options, isReserved)
  // The class has no types of columns and relations at run time: its overloads claim them.
  return class TableModel extends base {
    static readonly [tableOf] = definition
  }
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
