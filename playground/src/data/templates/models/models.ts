import { Model, sql, t } from 'versa-orm'

// Columns, what they may hold, and what the database checks. See the panels Schema and DDL.
export class Item extends Model.table(
  'items',
  {
    id: t.id(),
    sku: t.varchar(20),
    price: t.int().check(sql`price >= 0`),
    quantity: t.int().default(1),
    total: t.int().generated(sql`price * quantity`),
    state: t.enum(['new', 'used']).default('new'),
    sold: t.boolean().default(false)
  },
  {
    indexes: [
      // Only of what is not sold: MySQL has no such index, and says so.
      { columns: ['sku'], unique: true, where: sql`not sold` },
      { columns: [{ column: 'total', order: 'desc' }] }
    ]
  }
) {}
