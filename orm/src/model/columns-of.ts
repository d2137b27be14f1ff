import { handleOf, isModel } from '../query/model-handle.js'
import { invalidDefinition } from '../schema/invalid-definition.js'
import { type ModelColumn, modelColumns } from '../schema/model-column.js'
import type { AnyModel, ColumnName } from '../schema/model-types.js'

/**
 * The columns of a model as data, for what is made of them: forms, documents, checks of other
 * libraries. They are those of its table or view, with what options like `timestamps` add, in the
 * order in which they were written. No database is asked.
 *
 * @param model The model; of several classes in one table, any.
 * @throws VersaError `INVALID_MODEL` for what is no model.
 * @example
 * ```ts
 * import { columnsOf, Model, t } from 'versa-orm'
 *
 * class Talk extends Model.table('talks', {
 *   id: t.id(),
 *   title: t.varchar(120),
 *   startsAt: t.timestamp().nullable().column('starts_at')
 * }) {}
 *
 * const [, title, startsAt] = columnsOf(Talk)
 * title?.length //=> 120
 * startsAt //=> {
 *   //   property: 'startsAt', name: 'starts_at', type: 'timestamp', valueType: 'Date',
 *   //   nullable: true, optional: true, generated: false, hasDefault: false,
 *   //   primaryKey: false, unique: false, fillable: true, hidden: false
 *   // }
 * ```
 */
export function columnsOf<M extends AnyModel>(model: M): readonly ModelColumn<ColumnName<M>>[]
// The classes at run time have no types of their columns: the overload claims the names.
export function columnsOf(model: unknown): readonly ModelColumn[] {
  if (!isModel(model)) {
    throw invalidDefinition('columnsOf got something that is no model', 'pass a model class')
  }
  const { definition, unguarded } = handleOf(model)
  return modelColumns(definition, unguarded)
}
