import { parseArgs } from 'node:util'
import { chosenServers } from '../support/chosen-servers.js'
import type { ServerKind } from '../support/scratch-server.js'

export type SceneKind = 'sqlite' | ServerKind

/** What `npm run soak` was asked. */
export interface SoakOptions {
  readonly minutes: number
  readonly databases: readonly SceneKind[]
  readonly seed: number
}

const all: readonly SceneKind[] = ['sqlite', 'postgres', 'mariadb']

/** Reads the arguments. @throws Error what is wrong with them. */
export function readArguments(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      database: { type: 'string' },
      seed: { type: 'string', default: `${Date.now() % 1_000_000}` }
    }
  })
  const minutes = Number(values.minutes)
  const seed = Number(values.seed)
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0')
  if (!Number.isSafeInteger(seed)) throw new Error('--seed takes a whole number')
  if (values.database === undefined) {
    return { minutes, seed, databases: ['sqlite', ...chosenServers()] }
  }
  const one = all.find(name => name === values.database)
  if (one === undefined) throw new Error(`--database is one of ${all.join(', ')}`)
  return { minutes, seed, databases: [one] }
}
