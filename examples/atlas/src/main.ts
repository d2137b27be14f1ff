// Builds the atlas in a database and takes a tour through it: see the README for how to start it.
import { connect, type Database, VersaError } from 'versa-orm'
import { type AtlasData, readAtlasData } from './data/atlas-data.js'
import { freshEmbeddedDatabase, withoutPassword } from './database-url.js'
import { load } from './load/load.js'
import { progressFor } from './load/progress.js'
import { models } from './models/all.js'
import { colors } from './show/colors.js'
import { counted, duration, integer } from './show/numbers.js'
import { printedReport } from './show/report.js'
import { Statements } from './show/statements.js'
import { tour } from './tour.js'
import { differences } from './verify/verdict.js'

const usage = `Usage: npm run demo [-- URL]

  URL   sqlite:FILE, postgres://…, mysql://… or mariadb://…; its tables atlas_* are
        dropped and made again. Without it: an SQLite file of its own.`

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const [url, ...others] = args
  if (others.length > 0 || url?.startsWith('-')) {
    console.log(usage)
    return url === '--help' && others.length === 0 ? 0 : 2
  }
  try {
    return await run(url ?? freshEmbeddedDatabase())
  } catch (error) {
    if (!(error instanceof VersaError)) throw error
    console.error(`\n${colors.red(explained(error, url))}`)
    return 1
  }
}

async function run(url: string): Promise<number> {
  const statements = new Statements()
  await using db = await connect(url, { log: statements.record })
  console.log(`${colors.bold(`${db.product} ${db.version}`)} at ${withoutPassword(url)}`)
  const data = readAtlasData()
  await build(db, data, statements)
  const facts = await tour(db, data, printedReport(statements))
  return verdict(facts)
}

/** Everything or nothing is loaded: the tables are filled in one transaction. */
async function build(db: Database, data: AtlasData, statements: Statements): Promise<void> {
  await db.schema.drop(models)
  await db.schema.create(models)
  const progress = progressFor(process.stdout)
  const start = performance.now()
  const rows = await db.transaction(() => load(data, progress))
  const elapsedMs = performance.now() - start
  const written = statements.take().filter(({ affected }) => affected > 0).length
  const rate = integer((rows / elapsedMs) * 1_000)
  console.log(
    `  ${counted(rows, 'row')} in ${counted(written, 'statement')}, ${duration(elapsedMs)} ` +
      `(${rate} rows per second)`
  )
}

function verdict(facts: Parameters<typeof differences>[0]): number {
  const wrong = differences(facts)
  console.log('')
  for (const { what, actual, expected } of wrong) {
    console.log(colors.red(`✗ ${what}: not what the data says`))
    console.log(`  expected ${JSON.stringify(expected)?.slice(0, 1_000)}`)
    console.log(`  actual   ${JSON.stringify(actual)?.slice(0, 1_000)}`)
  }
  if (wrong.length > 0) return 1
  console.log(colors.green(`✓ All ${facts.length} results are what the packages' data says.`))
  console.log(colors.dim('Data: GeoNames (CC BY 4.0), world-countries (ODbL 1.0); see README.md.'))
  return 0
}

/** What went wrong and where, without a stack trace. */
function explained(error: VersaError, url: string | undefined): string {
  const where = url === undefined ? 'the embedded database' : withoutPassword(url)
  const lines = [`The demo could not go on with ${where}.`, error.message]
  if (error.sql !== undefined) lines.push(error.sql)
  if (url !== undefined && error.code === 'CONNECTION_FAILED') {
    lines.push('Without a URL, `npm run demo` uses an embedded database and needs no server.')
  }
  return lines.join('\n')
}
