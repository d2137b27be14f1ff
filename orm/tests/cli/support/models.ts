/** The models of a small shop, in two files that know each other. */
export const shop: Readonly<Record<string, string>> = {
  'src/models/customer.ts': `import { hasMany, Model, t } from 'versa-orm'
import { Order } from './order.js'

export class Customer extends Model.table('customers', {
  id: t.id(),
  email: t.text().unique(),
  name: t.text()
}) {
  static orders = hasMany(() => Order, 'customerId')
}
`,
  'src/models/order.ts': `import { belongsTo, Model, t } from 'versa-orm'
import { Customer } from './customer.js'

export class Order extends Model.table(
  'orders',
  {
    id: t.id(),
    customerId: t.int().references('customers').column('customer_id'),
    total: t.decimal(10, 2),
    placedAt: t.timestamp().column('placed_at')
  },
  { indexes: [['placedAt']] }
) {
  static customer = belongsTo(() => Customer, 'customerId')
}
`
}

/** A model of one column besides its key. */
export function model(name: string, column = 'label'): string {
  const table = `${name.toLowerCase()}s`
  return `import { Model, t } from 'versa-orm'

export class ${name} extends Model.table('${table}', { id: t.id(), ${column}: t.text() }) {}
`
}
