import { Model, t } from 'versa-orm'

export class Payment extends Model.table('payments', {
  id: t.id(),
  key: t.text().unique(),
  amount: t.decimal(10, 2)
}) {}
