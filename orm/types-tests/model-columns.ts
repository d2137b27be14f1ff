import { type AnyModel, columnsOf, Model, type ModelColumn, t } from 'versa-orm'
import { expectType, Seat } from './support.js'

const [seat] = columnsOf(Seat)
expectType<ModelColumn<'row' | 'number' | 'code' | 'day' | 'map'> | undefined>()(seat)
columnsOf(Seat).find(({ property }) => property === 'day')
// @ts-expect-error There is no such column.
columnsOf(Seat).find(({ property }) => property === 'night')
columnsOf(Seat).forEach(column => {
  // @ts-expect-error A column is only read.
  column.nullable = true
})
// @ts-expect-error It is no model.
columnsOf(Map)

class Dated extends Model.table(
  'dated',
  { id: t.id() },
  { timestamps: true, version: true, softDelete: true }
) {}
expectType<'id' | 'createdAt' | 'updatedAt' | 'version' | 'deletedAt' | undefined>()(
  columnsOf(Dated)[0]?.property
)

class Tally extends Model.view('tallies', { posts: t.int() }) {}
expectType<'posts' | undefined>()(columnsOf(Tally)[0]?.property)

/** Of any model, the names are strings. */
export const namesOf = (model: AnyModel): string[] => columnsOf(model).map(({ name }) => name)
