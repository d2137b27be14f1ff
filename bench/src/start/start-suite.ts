import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { connect } from 'versa-orm'
import { Customer, shopRows } from '../data/shop.js'
import type { Choice } from '../database-suite.js'
import { makePlace } from '../databases/place.js'
import type { Failure, Result } from '../result.js'
import { resultsOf } from '../results-of.js'
import { type Program, programs } from './programs.js'

const database = 'SQLite'
const workload = 'cold start to first row'
const folder = fileURLToPath(new URL('../..', import.meta.url))

/** How long a process takes from its start to the first row; each time a new one. */
export async function runStart({
  effort,
  quick,
  contender,
  progress
}: Choice): Promise<{ readonly results: Result[]; readonly failures: Failure[] }> {
  const failures: Failure[] = []
  const place = await makePlace(database)
  const times = new Map<Program, number[]>()
  try {
    const db = await connect(place.target.url)
    await db.schema.create([Customer])
    await Customer.using(db).createMany(shopRows.customers().slice(0, 100))
    const expected = (await Customer.using(db).findOrFail(7)).name
    await db.close()
    const chosen = programs.filter(
      ({ kind, name }) => contender === undefined || kind === 'driver' || name.includes(contender)
    )
    for (const program of chosen) times.set(program, [])
    // The first round is thrown away: it brings the files into the system's cache.
    for (let round = 0; round <= (quick ? 5 : effort.rounds * 2); round++) {
      progress(`cold start, round ${round}`)
      for (const [program, own] of times) {
        try {
          const time = await firstRow(program, place.target.file, expected)
          if (round > 0) own.push(time)
        } catch (error) {
          times.delete(program)
          const message = error instanceof Error ? error.message : String(error)
          failures.push({ database, workload, contender: program.name, message })
        }
      }
    }
  } finally {
    await place.remove()
  }
  const measured = [...times].map(([peer, own]) => ({ peer, times: own }))
  return { results: resultsOf(database, workload, measured), failures }
}

/** Milliseconds from the start of a process until it prints what was expected. */
async function firstRow({ source }: Program, file: string, expected: string): Promise<number> {
  const begin = performance.now()
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source, file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let printed = ''
  let complaints = ''
  let time = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    if (time === 0 && printed.includes('\n')) time = performance.now() - begin
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  await once(child, 'close')
  if (printed.trim() !== expected) throw new Error(`printed ${printed.trim()} ${complaints}`)
  return time
}
