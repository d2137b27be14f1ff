import { movieCount } from '../data/film.js'
import { countries, counts } from '../data/shop.js'
import { atlas } from './atlas.js'
import type { Workload } from './workload.js'

const customerOf = (round: number) => 1 + ((round * 7_919) % counts.customers)
const countryOf = (round: number) => countries[round % countries.length] ?? countries[0]

/** The workloads that read. */
export const reading: readonly Workload[] = [
  {
    name: 'point read',
    needs: 'customer',
    compare: 'result',
    run: (session, round) => session.customer?.(customerOf(round))
  },
  {
    name: 'point read, 32 in flight',
    needs: 'customer',
    compare: 'result',
    run: (session, round) =>
      Promise.all(
        Array.from({ length: 32 }, (_, at) => session.customer?.(customerOf(round * 32 + at)))
      )
  },
  ...[100, 10_000, 100_000].map(
    (count): Workload => ({
      name: `${count.toLocaleString('en')} rows`,
      needs: 'detailsUpTo',
      compare: 'result',
      heavy: count > 100,
      thorough: count > 10_000,
      run: session => session.detailsUpTo?.(count)
    })
  ),
  {
    name: 'filter, sort, paginate',
    needs: 'customerPage',
    compare: 'result',
    run: (session, round) => session.customerPage?.(countryOf(round), (round % 10) * 20)
  },
  {
    name: 'aggregate with joins',
    needs: 'revenueByCountry',
    compare: 'result',
    heavy: true,
    thorough: true,
    run: session => session.revenueByCountry?.()
  },
  {
    name: 'eager load, 1 level',
    needs: 'withOrders',
    compare: 'result',
    run: (session, round) => session.withOrders?.(1 + ((round * 37) % 9_000), 50)
  },
  {
    name: 'eager load, 2 levels',
    needs: 'withDetails',
    compare: 'result',
    heavy: true,
    run: (session, round) => session.withDetails?.(1 + ((round * 37) % 9_000), 50)
  },
  {
    name: 'eager load, 3 levels',
    needs: 'withProducts',
    compare: 'result',
    heavy: true,
    run: (session, round) => session.withProducts?.(1 + ((round * 37) % 9_000), 50)
  },
  {
    name: 'eager load, 1,000 parents',
    needs: 'withOrders',
    compare: 'result',
    heavy: true,
    thorough: true,
    run: (session, round) => session.withOrders?.(1 + ((round * 37) % 9_000), 1_000)
  },
  {
    name: 'get movie, nested',
    needs: 'movie',
    compare: 'result',
    run: (session, round) => session.movie?.(1 + ((round * 7_919) % movieCount))
  },
  ...atlas
]

/** Building the text of a query, without running it. */
export const building: readonly Workload[] = [
  {
    name: 'build a query, known shape',
    needs: 'build',
    compare: 'nothing',
    run: (session, round) => session.build?.(round)
  },
  {
    name: 'build a query, new shape',
    needs: 'buildNew',
    compare: 'nothing',
    run: (session, round) => session.buildNew?.(round)
  }
]
