import { type Choice, runDatabase } from './database-suite.js'
import { runHttp } from './http/http-suite.js'
import { runMemory } from './memory/memory-suite.js'
import type { DatabaseName, Peer } from './peer.js'
import { allPeers } from './peers/index.js'
import type { Failure, Result } from './result.js'
import { runStart } from './start/start-suite.js'

interface Measured {
  readonly results: readonly Result[]
  readonly failures: readonly Failure[]
}

/** The suites that compare contenders, by the names of the command line, in their order. */
export const measuredSuites: Readonly<Record<string, (choice: Choice) => Promise<Measured>>> = {
  sqlite: choice => databaseSuite('SQLite', choice),
  postgres: choice => databaseSuite('PostgreSQL', choice),
  mariadb: choice => databaseSuite('MariaDB', choice),
  http: choice => each(['PostgreSQL', 'SQLite'], choice, runHttp),
  start: runStart,
  memory: choice => each(['SQLite', 'PostgreSQL'], choice, runMemory)
}

async function databaseSuite(database: DatabaseName, choice: Choice): Promise<Measured> {
  return runDatabase(database, await allPeers(), choice)
}

/** Where each contender is a process of its own, a quick run has the fastest and the best known. */
function isInQuickRun({ kind, name }: Peer): boolean {
  return kind !== 'orm' || ['drizzle, prepared', 'kysely', 'prisma'].includes(name)
}

/** The same on several databases; a quick run has the first of them. */
async function each(
  databases: readonly DatabaseName[],
  choice: Choice,
  run: typeof runHttp
): Promise<Measured> {
  const results: Result[] = []
  const failures: Failure[] = []
  const all = await allPeers()
  const peers = choice.quick ? all.filter(isInQuickRun) : all
  for (const database of databases.slice(0, choice.quick ? 1 : undefined)) {
    const measured = await run(database, peers, choice)
    results.push(...measured.results)
    failures.push(...measured.failures)
  }
  return { results, failures }
}
