import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Choice, runDatabase } from './database-suite.js'
import type { DatabaseName } from './peer.js'
import { allPeers } from './peers/index.js'
import { writePage } from './report/page.js'
import { printFailures, printTable } from './report/table.js'
import { printTargets } from './report/targets-table.js'
import type { Failure, Result } from './result.js'
import { judge } from './targets.js'

const databases: Readonly<Record<string, DatabaseName>> = {
  sqlite: 'SQLite',
  postgres: 'PostgreSQL',
  mariadb: 'MariaDB'
}
const suites = Object.keys(databases)

const { values } = parseArgs({
  options: {
    suite: { type: 'string', multiple: true },
    workload: { type: 'string' },
    contender: { type: 'string' },
    json: { type: 'string' },
    page: { type: 'boolean', default: false },
    targets: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false }
  }
})

const chosen = values.suite ?? suites
const unknown = chosen.filter(name => !suites.includes(name))
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; there are: ${suites.join(', ')}`)
  process.exit(2)
}

const choice: Choice = {
  effort: values.quick ? { rounds: 5, roundMs: 15 } : { rounds: 9, roundMs: 80 },
  quick: values.quick,
  workload: values.workload,
  contender: values.contender,
  progress: text => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
}
const peers = await allPeers()
const results: Result[] = []
const failures: Failure[] = []
for (const suite of chosen) {
  const database = databases[suite]
  if (database === undefined) continue
  const measured = await runDatabase(database, peers, choice)
  results.push(...measured.results)
  failures.push(...measured.failures)
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
printTable(results)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`)
if (values.page) writePage(results, fileURLToPath(new URL('../../site/docs', import.meta.url)))
printFailures(failures)
const judgements = values.targets ? judge(results) : []
if (values.targets) printTargets(judgements)
const missed = judgements.some(({ met }) => !met)
process.exitCode = failures.length > 0 || missed ? 1 : 0
