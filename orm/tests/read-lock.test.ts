import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { connect, type Database } from 'versa-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { blogModels, User } from './support/blog.js'

describe('the lock that readers of a SQLite file keep', () => {
  let folder: string
  let db: Database
  let other: Database

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'versa-read-lock-'))
    const url = `sqlite:${path.join(folder, 'test.db')}`
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

  /** Whether somebody else can begin the log anew: not while a reader is there. */
  async function canTruncate(): Promise<boolean> {
    const [row] = await other.sql`pragma wal_checkpoint(truncate)`.rows()
    return row?.['busy'] === 0
  }

  test('is given back at the end of a turn, and hides nothing', async () => {
    for (let turn = 0; turn < 3; turn++) {
      await User.using(other).where('id', 1).update({ age: turn })
      expect((await User.find(1))?.age).toBe(turn)
      expect(await canTruncate()).toBe(false)
      await User.using(other)
        .where('id', 1)
        .update({ age: turn + 100 })
      expect((await User.find(1))?.age).toBe(turn + 100)
      await endOfTurn()
      expect(await canTruncate()).toBe(true)
    }
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
    expect(await canTruncate()).toBe(true)
  })
})
