import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { measure, type Result } from './measure.js'
import { postgresSuite } from './postgres.js'
import { printTable } from './report.js'
import { sqliteSuite } from './sqlite.js'

const suites = { sqlite: sqliteSuite, postgres: postgresSuite }

const { values } = parseArgs({
  options: {
    suite: { type: 'string', multiple: true },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false }
  }
})

const chosen = values.suite ?? Object.keys(suites)
const unknown = chosen.filter(name => !Object.hasOwn(suites, name))
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}`)
  process.exit(2)
}

const effort = values.quick ? { rounds: 5, roundMs: 40 } : { rounds: 15, roundMs: 150 }
const results: Result[] = []
for (const [name, open] of Object.entries(suites)) {
  if (!chosen.includes(name)) continue
  const suite = await open()
  try {
    for (const workload of suite.workloads) {
      results.push(...(await measure(suite.database, workload, effort)))
    }
  } finally {
    await suite.close()
  }
}
printTable(results)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`)
