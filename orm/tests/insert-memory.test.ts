import { expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { insertProgram } from './support/insert-program.js'
import { runProgram } from './support/programs.js'

/** With `VERSA_INSERT_ROWS=1000000 VERSA_INSERT_LENGTH=150` it takes minutes, not more memory. */
const rows = Number(process.env['VERSA_INSERT_ROWS'] ?? 40_000)
const length = Number(process.env['VERSA_INSERT_LENGTH'] ?? 600)

describeEachDatabase('insertMany of many rows', (_, database) => {
  // In memory, the data is the database's memory.
  const inMemory = database.traits.product === 'SQLite' && !database.traits.shared
  const longestMs = 30_000 + rows

  // What V8 keeps is as much as it may: with little room, it is what it needs.
  const room = ['--max-semi-space-size=2', '--max-old-space-size=48']

  test('takes less memory than half of the data', { timeout: longestMs }, async () => {
    if (inMemory) return
    const program = [database.url(), `${rows}`, `${length}`]
    const { stdout, stderr } = await runProgram(insertProgram, program, room, longestMs)
    expect(stderr).toBe('')
    const { rows: inserted, characters, grown } = JSON.parse(stdout)
    expect(inserted).toBe(rows)
    expect(characters).toBeGreaterThan(rows * 6 * length)
    expect(grown).toBeLessThan(Math.min(characters / 2, 120_000_000))
  })
})
