import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, failureOf } from './support/failures.js'
import { runProgram } from './support/programs.js'
import { createDigits, Digit, endlessly, timed, untilRunning } from './support/slow.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text({ length: 80 }) }) {}

const soon = 4_000
const stopped = { code: 'CANCELLED', names: /closed/ } as const

describeEachDatabase('closing', (_, { traits, url }) => {
  let observer: Database

  beforeAll(async () => {
    observer = await connect(url(), { name: 'observer' })
    await observer.schema.create([Entry])
    await createDigits(observer)
    return () => observer.close()
  })

  /** A database of its own; one in memory has only what is made in it. */
  async function opened(): Promise<Database> {
    const db = await connect(url(), { maxConnections: 3 })
    if (!traits.shared) {
      await db.schema.create([Entry])
      await createDigits(db)
    }
    return db
  }

  test('waits for what is running', async () => {
    const db = await opened()
    const order: string[] = []
    const running = db.transaction(async () => {
      await Entry.create({ label: 'a' })
      await sleep(50)
      // A shape that was never asked for before.
      await Entry.where('label', 'like', 'a%').where('id', '>', 0).count()
      order.push('done')
    })
    await sleep(10)
    await db.close().then(() => order.push('closed'))
    await running
    expect(order).toEqual(['done', 'closed'])
    await expectFailure(() => Entry.using(db).count(), { code: 'CONNECTION_CLOSED' })
  })

  test('at once: statements, streams and transactions end', async () => {
    const db = await opened()
    const rows = Digit.query().crossJoin(Digit.as('b')).crossJoin(Digit.as('c'))
    const stream = rows.select('digits.n').stream()
    await stream.next()
    const outcomes = [
      traits.server || traits.shared
        ? expectFailure(() => Digit.where(endlessly).options({ worker: true }).count(), stopped)
        : undefined,
      expectFailure(
        () =>
          db.transaction(async () => {
            await Entry.create({ label: 'never' })
            await new Promise(() => {})
          }),
        stopped
      )
    ]
    await sleep(60)
    expect(await timed(() => db.close({ cancel: true }))).toBeLessThan(soon)
    await Promise.all(outcomes)
    await expectFailure(async () => {
      for await (const _ of stream);
    }, stopped)
    await untilRunning(observer, traits, 0)
    if (traits.shared) {
      expect(await Entry.using(observer).where('label', 'never').count()).toBe(0)
    }
    await expectFailure(() => Entry.using(db).count(), { code: 'CONNECTION_CLOSED' })
  })

  test('after some time', async () => {
    const db = await opened()
    const signs: string[] = []
    const quick = db.transaction(async () => {
      await Entry.create({ label: 'in time' })
      await sleep(30)
      signs.push('quick')
    })
    await sleep(10)
    // Where there is one connection only, it waits for the transaction.
    const slow = expectFailure(
      () => Digit.where(endlessly).options({ worker: true }).count(),
      stopped
    )
    const taken = await timed(() => db.close({ timeoutMs: 150 }))
    expect(taken).toBeGreaterThan(140)
    expect(taken).toBeLessThan(soon)
    await Promise.all([quick, slow])
    expect(signs).toEqual(['quick'])
    if (traits.shared) {
      expect(await Entry.using(observer).where('label', 'in time').count()).toBe(1)
    }
    await untilRunning(observer, traits, 0)
  })

  test('does not keep the process, whatever was running', async () => {
    const program = `
      import { connect } from 'versa-orm'
      const db = await connect(process.argv.at(-1))
      const failed = error => console.log(error.code)
      const slow = db.product === 'MariaDB'
        ? db.sql\`select sleep(30)\`
        : db.sql\`with recursive n(n) as (select 1 union all select n + 1 from n
            where n < 1000000000) select count(*) as n from n\`
      const ends = [
        slow.options({ worker: true }).rows().catch(failed),
        db.transaction(() => new Promise(() => {})).catch(failed),
        db.transaction(() => new Promise(() => {})).catch(failed)
      ]
      setTimeout(() => db.close({ timeoutMs: 50 }), 100)
      await Promise.all(ends)
    `
    const { code, stdout, stderr } = await runProgram(program, [url()])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED'])
  })

  test('SIGTERM ends a program in time', async () => {
    const program = `
      import { connect } from 'versa-orm'
      const db = await connect(process.argv.at(-1))
      process.once('SIGTERM', () => void db.close({ timeoutMs: 200 }))
      const insert = label => db.sql\`insert into entries (label) values (\${label})\`.execute()
      const work = async (label, ms) => {
        await insert(label)
        await new Promise(resolve => setTimeout(resolve, ms))
      }
      if (db.version !== '' && process.argv.at(-1).includes(':memory:')) {
        await db.sql\`create table entries (id integer primary key, label text)\`.execute()
      }
      const first = db.transaction(() => work('finished', 60))
      process.kill(process.pid, 'SIGTERM')
      await first
      console.log('finished')
    `
    const { code, signal, stdout, stderr } = await runProgram(program, [url()])
    expect({ code, signal, stdout: stdout.trim(), stderr }).toEqual({
      code: 0,
      signal: null,
      stdout: 'finished',
      stderr: ''
    })
    if (traits.shared) {
      expect(await Entry.using(observer).where('label', 'finished').count()).toBe(1)
    }
  })

  test('SIGTERM takes back what does not end in time', async () => {
    const program = `
      import { connect } from 'versa-orm'
      const db = await connect(process.argv.at(-1))
      // Like a server that listens.
      const alive = setInterval(() => {}, 1_000)
      process.once('SIGTERM', () => void db.close({ timeoutMs: 100 }))
      const never = db.transaction(async () => {
        if (process.argv.at(-1).includes(':memory:')) {
          await db.sql\`create table entries (id integer primary key, label text)\`.execute()
        }
        await db.sql\`insert into entries (label) values ('unfinished')\`.execute()
        process.kill(process.pid, 'SIGTERM')
        await new Promise(() => {})
      })
      await never.catch(error => console.log(error.code))
      clearInterval(alive)
    `
    const { code, signal, stdout, stderr } = await runProgram(program, [url()])
    expect({ code, signal, stdout: stdout.trim(), stderr }).toEqual({
      code: 0,
      signal: null,
      stdout: 'CANCELLED',
      stderr: ''
    })
    if (traits.shared) {
      expect(await Entry.using(observer).where('label', 'unfinished').count()).toBe(0)
    }
  })

  test('as often as one likes, and ever more impatiently', async () => {
    const db = await opened()
    const held = expectFailure(
      () =>
        db.transaction(async () => {
          await Entry.create({ label: 'never' })
          await new Promise(() => {})
        }),
      stopped
    )
    await sleep(20)
    const patient = [db.close(), db.close()]
    await sleep(20)
    await db.close({ cancel: true })
    await Promise.all([...patient, held])
    await db.close()
    await db.close({ timeoutMs: 1 })
  })

  test('who waits for a connection is told', async () => {
    const db = await opened()
    const never = () =>
      db.transaction(async () => {
        await new Promise(() => {})
      })
    const count = traits.server ? 5 : 2
    const outcomes = Array.from({ length: count }, () => failureOf(never))
    await sleep(30)
    await db.close({ timeoutMs: 0 })
    // Who waits may get a connection just when it is too late.
    for (const { code } of await Promise.all(outcomes)) {
      expect(['CANCELLED', 'CONNECTION_CLOSED']).toContain(code)
    }
  })

  test('options that make no sense are refused', async () => {
    const db = await opened()
    for (const options of [{ timeoutMs: -1 }, { cancel: 1 }, { timeout: 5 }, null]) {
      const names = /timeoutMs|cancel|pass/
      await expectFailure(() => db.close(options as never), { code: 'INVALID_QUERY', names })
    }
    await db.close()
  })
})
