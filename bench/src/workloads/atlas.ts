import { continents, prefixes } from '../data/atlas.js'
import type { Workload } from './workload.js'

const oneOf = <T>(list: readonly [T, ...T[]], round: number): T =>
  list[round % list.length] ?? list[0]

/** The workloads on countries and cities. */
export const atlas: readonly Workload[] = [
  {
    name: 'atlas: countries, nested',
    needs: 'countriesOf',
    compare: 'result',
    heavy: true,
    run: (session, round) => session.countriesOf?.(oneOf(continents, round))
  },
  {
    name: 'atlas: search by prefix',
    needs: 'citiesNamed',
    compare: 'result',
    run: (session, round) => session.citiesNamed?.(oneOf(prefixes, round))
  },
  {
    name: 'atlas: aggregate',
    needs: 'populationByContinent',
    compare: 'result',
    heavy: true,
    run: session => session.populationByContinent?.()
  }
]
