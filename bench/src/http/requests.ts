import { countries, counts } from '../data/shop.js'

/** What a server is asked, as method and path. */
export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
}

/** One of each kind, whose answers are compared. */
export const samples: readonly Asked[] = [
  { method: 'GET', path: '/customers/7' },
  { method: 'GET', path: `/customers?country=${encodeURIComponent('Brazil')}&offset=20` },
  { method: 'GET', path: '/customers/with-orders?from=100' },
  { method: 'GET', path: '/report' }
]

/**
 * A visitor of the shop: mostly a customer, sometimes a page of them or some with their orders, and
 * now and then a note that is written. The report is left out: it takes the database so long that
 * all servers would look alike.
 */
export const visit: readonly Asked[] = Array.from({ length: 100 }, (_, at): Asked => {
  const customer = 1 + ((at * 7_919) % counts.customers)
  if (at % 20 === 7) return { method: 'POST', path: '/notes' }
  if (at % 8 === 3) return { method: 'GET', path: `/customers/with-orders?from=${customer}` }
  if (at % 4 === 1) {
    const country = encodeURIComponent(countries[at % countries.length] ?? '')
    return { method: 'GET', path: `/customers?country=${country}&offset=${(at % 5) * 20}` }
  }
  return { method: 'GET', path: `/customers/${customer}` }
})
