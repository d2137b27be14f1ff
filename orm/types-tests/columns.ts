import { type InsertOf, Model, type ModelInsert, type RowOf, sql, t } from 'versa-orm'
import { expectType } from './support.js'

class Line extends Model.table(
  'lines',
  {
    id: t.bigint().identity(),
    code: t.uuid({ generate: 'v7' }),
    name: t.varchar(80).collation('nocase').nullable(),
    price: t.decimal(10, 2, { mode: 'number' }).check(sql`price >= 0`),
    exact: t.decimal(10, 2),
    quantity: t.int({ bits: 16 }).index({ order: 'desc' }),
    views: t.bigint({ mode: 'number' }).default(0),
    total: t.int().generated(sql`price * quantity`),
    maybe: t.int().nullable().generated(sql`views + 1`, { stored: false }),
    opens: t.time(),
    at: t.datetime().defaultNow().comment('when it was')
  },
  {
    indexes: [
      { columns: ['name', { column: 'quantity', order: 'desc' }], where: sql`price > 0` },
      { columns: [sql`lower(name)`], name: 'lower_name', unique: true }
    ],
    checks: { in_order: sql`price <= quantity` },
    comment: 'lines of orders'
  }
) {}

declare const line: Line
expectType<bigint>()(line.id)
expectType<string>()(line.code)
expectType<string | null>()(line.name)
expectType<number>()(line.price)
expectType<string>()(line.exact)
expectType<number>()(line.views)
expectType<number>()(line.total)
expectType<number | null>()(line.maybe)
expectType<string>()(line.opens)
expectType<string>()(line.at)

const insert: ModelInsert<typeof Line> = { price: 1, exact: '1', quantity: 2, opens: '08:00' }
// @ts-expect-error The database computes it.
const computed: ModelInsert<typeof Line> = { ...insert, total: 5 }
// @ts-expect-error The price is missing.
const incomplete: ModelInsert<typeof Line> = { exact: '1', quantity: 2, opens: '08:00' }

/** What compiles; never run. */
export async function writing(): Promise<void> {
  await Line.where('total', '>', 5).update({ quantity: 3, at: sql`now()` })
  // @ts-expect-error The database computes it.
  await Line.where('id', 1n).update({ total: 3 })
  // @ts-expect-error The database computes it.
  await line.update({ total: 3 })
  // @ts-expect-error The database computes it.
  Line.make({ maybe: 3 })
  // @ts-expect-error A day with a time is text, a Date is an instant.
  await line.update({ at: new Date() })
}

class Numbered extends Model.table('numbered', {
  id: t.int().identity('always'),
  label: t.text()
}) {}
// @ts-expect-error Only the database numbers the rows.
const numbered: ModelInsert<typeof Numbered> = { id: 1, label: 'a' }
expectType<number>()({} as Numbered['id'])

const columns = { id: t.id(), a: t.int().generated(sql`id + 1`) }
expectType<{ id: number; a: number }>()({} as RowOf<typeof columns>)
const row: InsertOf<typeof columns> = {}

// @ts-expect-error A length is needed.
t.varchar()
// @ts-expect-error There are no numbers of 8 bits.
t.int({ bits: 8 })
// @ts-expect-error A number has a precision and a scale.
t.decimal(undefined, undefined, { mode: 'number' })
// @ts-expect-error Conditions are SQL of the template.
t.int().check('a > 0')
// @ts-expect-error Only text is compared by rules.
t.int().collation('nocase')
// @ts-expect-error Only whole numbers count up.
t.text().identity()
// @ts-expect-error There is no such version.
t.uuid({ generate: 'v1' })
// @ts-expect-error There is no such order.
Model.table('x', { id: t.id() }, { indexes: [{ columns: [{ column: 'id', order: 'up' }] }] })

void [computed, incomplete, numbered, row]
