import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { connect, type Database } from 'versa-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { blogModels, User } from './support/blog.js'

describe('the lock that readers of a SQLite file keep', () => {
  let folder: string
  let url: string
  let db: Database
  let other: Database

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'versa-read-lock-'))
    url = `sqlite:${path.join(folder, 'test.db')}`
    db = await connect(url)
    other = await connect(url, { busyTimeoutMs: 1 })
    await db.schema.create([...blogModels])
    await User.create({ name: 'Ada', email: 'ada@example.com' })
  })

  afterEach(async () => {
    await db.close()
    await other.close()
    await rm(folder, { recursive: true })
  })

  /** Whether another process can begin the log anew, for which no reader may be there. */
  function canTruncate(): boolean {
    const program = `
      import { connect } from 'versa-orm'
      const db = await connect(process.argv.at(-1), { busyTimeoutMs: 1 })
      const [row] = await db.sql\`pragma wal_checkpoint(truncate)\`.rows()
      console.log(row.busy)
      await db.close()`
    // Synchronous: meanwhile the event loop does not turn here.
    const { stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program, url],
      { cwd: import.meta.dirname, encoding: 'utf8' }
    )
    return stdout.trim() === '0'
  }

  test('is given back at the end of a turn, and hides nothing', async () => {
    for (let turn = 0; turn < 2; turn++) {
      await User.using(other).where('id', 1).update({ age: turn })
      expect((await User.find(1))?.age).toBe(turn)
      expect(canTruncate()).toBe(false)
      await User.using(other)
        .where('id', 1)
        .update({ age: turn + 100 })
      expect((await User.find(1))?.age).toBe(turn + 100)
      await endOfTurn()
      expect(canTruncate()).toBe(true)
    }
  })

  test('is given back where another connection of the process runs a statement', async () => {
    await User.using(other).where('id', 1).update({ age: 1 })
    expect((await User.find(1))?.age).toBe(1)
    expect(await other.sql`pragma wal_checkpoint(truncate)`.rows()).toMatchObject([{ busy: 0 }])
  })

  test('is given back where clocks are replaced, too', async () => {
    vi.useFakeTimers()
    try {
      await User.find(1)
    } finally {
      vi.useRealTimers()
    }
    await endOfTurn()
    await User.using(other).where('id', 1).update({ age: 1 })
    expect(canTruncate()).toBe(true)
  })
})
