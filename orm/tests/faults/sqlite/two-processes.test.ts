import path from 'node:path'
import { connect, Model, t } from 'versa-orm'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/databases.js'
import { expectFailure } from '../../support/failures.js'
import { Child, runChild } from '../support/child.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const writes = 300

/** Writes rows, alone and in transactions that read first, and says how many it wrote. */
const writer = `
  import { connect, Model, t } from 'versa-orm'
  class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
  const [, url, name] = process.argv
  const db = await connect(url, { busyTimeoutMs: 30_000 })
  let written = 0
  for (let n = 0; n < ${writes}; n += 1) {
    await db.transaction(async () => {
      await Entry.query().count()
      await Entry.create({ label: name })
    })
    await Entry.create({ label: name })
    written += 2
    if (n % 50 === 0) console.log('progress')
  }
  console.log(written)
  await db.close()`

describe('processes that write to one SQLite file', () => {
  const folder = temporaryFolder()

  test('take turns: each one gets on, every write is there', async () => {
    const url = `sqlite:${path.join(folder(), 'shared.db')}`
    await using db = await connect(url, { busyTimeoutMs: 30_000 })
    await db.schema.create([Entry])
    const outcomes = Promise.all(
      ['one', 'two'].map(name => runChild(writer, { args: [url, name] }))
    )
    for (let n = 0; n < writes; n += 1) {
      await Entry.using(db).create({ label: 'here' })
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    for (const { code, stderr, stdout } of await outcomes) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout.split('\n').at(-1)).toBe(`${writes * 2}`)
    }
    const counts = async (label: string) => Entry.using(db).where('label', label).count()
    expect(await counts('one')).toBe(writes * 2)
    expect(await counts('two')).toBe(writes * 2)
    expect(await counts('here')).toBe(writes)
  })

  test('wait only so long for one that keeps the lock, and then get on', async () => {
    const url = `sqlite:${path.join(folder(), 'locked.db')}`
    await using db = await connect(url, { busyTimeoutMs: 50 })
    await db.schema.create([Entry])
    const holder = new Child(
      `
      import { connect, Model, t } from 'versa-orm'
      class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
      const db = await connect(process.argv[1])
      await db.transaction(async () => {
        await Entry.create({ label: 'held' })
        console.log('locked')
        await new Promise(resolve => process.stdin.once('data', resolve))
      })
      process.stdin.destroy()`,
      { args: [url] }
    )
    await holder.says('locked')
    await expectFailure(() => Entry.using(db).create({ label: 'late' }), { code: 'LOCK_TIMEOUT' })
    await expectFailure(() => db.transaction(() => Entry.using(db).create({ label: 'late' })), {
      code: 'LOCK_TIMEOUT'
    })
    expect(await Entry.using(db).query().count()).toBe(0)
    holder.process.stdin?.write('go on\n')
    expect(await holder.ended()).toMatchObject({ code: 0, stderr: '' })
    await Entry.using(db).create({ label: 'late' })
    expect(await Entry.using(db).query().count()).toBe(2)
  })

  test('a process that is killed while it holds the lock leaves none', async () => {
    const url = `sqlite:${path.join(folder(), 'killed.db')}`
    await using db = await connect(url, { busyTimeoutMs: 2_000 })
    await db.schema.create([Entry])
    const holder = new Child(
      `
      import { connect, Model, t } from 'versa-orm'
      class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
      const db = await connect(process.argv[1])
      await Entry.create({ label: 'acknowledged' })
      await db.transaction(async () => {
        await Entry.create({ label: 'undone' })
        console.log('locked')
        await new Promise(resolve => setTimeout(resolve, 60_000))
      })`,
      { args: [url] }
    )
    await holder.says('locked')
    holder.kill('SIGKILL')
    await holder.ended()
    await Entry.using(db).create({ label: 'after' })
    const labels = (await Entry.using(db).orderBy('id').all()).map(entry => entry.label)
    expect(labels).toEqual(['acknowledged', 'after'])
    expect(await db.sql`pragma integrity_check`.rows()).toEqual([{ integrity_check: 'ok' }])
  })
})
