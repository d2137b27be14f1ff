import { type Database, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from '../../support/databases.js'
import { runChild } from '../support/child.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

/** Begins a worker from text, and tells of its messages and its end. */
const withWorkers = `
  import { Worker } from 'node:worker_threads'
  const begin = (source, workerData) => {
    const worker = new Worker(source, { eval: true, workerData })
    worker.on('error', error => { console.error(error); process.exitCode = 1 })
    return worker
  }
  const message = worker => new Promise(resolve => worker.once('message', resolve))
  const end = worker => new Promise(resolve => worker.once('exit', resolve))`

/** What a worker begins with; its main thread made the tables. */
const inWorker = `
  import { parentPort, workerData } from 'node:worker_threads'
  import { connect, Model, t } from 'versa-orm'
  class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
  const opened = connect(workerData.url, { busyTimeoutMs: 30_000, acquireTimeoutMs: 30_000 })`

const each = 100
const many = 4

describeEachDatabase('threads and processes', (open, { traits, url }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ busyTimeoutMs: 30_000, acquireTimeoutMs: 30_000 })
    await db.schema.create([Entry])
  })

  beforeEach(async () => {
    await Entry.query().allRows().delete()
  })

  const own = traits.shared ? '' : 'await db.schema.create([Entry])'

  test('workers with a connection each: all they write is there', async () => {
    const worker = `${inWorker}
      opened.then(async db => {
        ${own}
        for (let n = 0; n < ${each}; n += 1) {
          if (n % 10 === 0) await db.transaction(() => Entry.create({ label: workerData.name }))
          else await Entry.create({ label: workerData.name })
        }
        parentPort.postMessage(await Entry.where('label', workerData.name).count())
        if (workerData.name !== 'w0') await db.close()
      })`
    const outcome = await runChild(
      `${withWorkers}
      const workers = Array.from({ length: ${many} }, (_, n) =>
        begin(${JSON.stringify(worker)}, { url: process.argv[1], name: 'w' + n }))
      const ends = workers.map(end)
      console.log((await Promise.all(workers.map(message))).join())
      console.log((await Promise.all(ends)).join())`,
      { args: [url()] }
    )
    expect(outcome).toEqual({
      code: 0,
      signal: null,
      stdout: `${Array.from({ length: many }, () => each).join()}\n0,0,0,0`,
      stderr: ''
    })
    if (traits.shared) expect(await Entry.query().count()).toBe(many * each)
  })

  test('workers that are ended in the middle, again and again', async () => {
    const worker = `${inWorker}
      opened.then(async db => {
        ${own}
        const work = async () => {
          for (;;) {
            await db.transaction(async () => {
              await Entry.create({ label: 'pair' })
              await Entry.create({ label: 'pair' })
            })
            for await (const entry of Entry.query().stream()) break
            await Promise.all([Entry.query().all(), Entry.query().count()])
          }
        }
        parentPort.postMessage('ready')
        await Promise.all([work(), work()])
      })`
    const outcome = await runChild(
      `${withWorkers}
      for (let n = 0; n < 20; n += 1) {
        const worker = begin(${JSON.stringify(worker)}, { url: process.argv[1] })
        await message(worker)
        await new Promise(resolve => setTimeout(resolve, n * 3))
        await worker.terminate()
      }
      console.log('alive')`,
      { args: [url()] }
    )
    expect(outcome).toEqual({ code: 0, signal: null, stdout: 'alive', stderr: '' })
    // Each transaction as a whole or not at all, and no lock is left.
    expect((await Entry.query().count()) % 2).toBe(0)
    await Entry.create({ label: 'after' })
    await Entry.where('label', 'pair').update({ label: 'unlocked' })
  })

  test('a worker that is ended while transactions wait for one another keeps no lock', async () => {
    const patient = 'acquireTimeoutMs: 60_000, maxConnections: 1'
    const worker = `${inWorker.replace('acquireTimeoutMs: 30_000', patient)}
      opened.then(async db => {
        ${own}
        await db.begin()
        const waiting = [db.begin(), db.begin(), db.begin()]
        parentPort.postMessage('waiting')
        await Promise.all(waiting)
      })`
    const outcome = await runChild(
      `${withWorkers}
      const first = begin(${JSON.stringify(worker)}, { url: process.argv[1] })
      await message(first)
      await first.terminate()
      const last = begin(${JSON.stringify(
        `${inWorker.replace('busyTimeoutMs: 30_000', 'busyTimeoutMs: 10_000')}
        opened.then(async db => {
          ${own}
          await db.transaction(() => Entry.create({ label: 'after' }))
          parentPort.postMessage('written')
          await db.close()
        })`
      )}, { url: process.argv[1] })
      console.log(await message(last))`,
      { args: [url()] }
    )
    expect(outcome).toEqual({ code: 0, signal: null, stdout: 'written', stderr: '' })
  })

  test('a cluster of processes: every write is there, once', async () => {
    const outcome = await runChild(
      `import cluster from 'node:cluster'
      import { connect, Model, t } from 'versa-orm'
      class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
      if (cluster.isPrimary) {
        const codes = Array.from({ length: ${many} }, () => {
          const worker = cluster.fork()
          return new Promise(resolve => worker.once('exit', resolve))
        })
        console.log((await Promise.all(codes)).join())
      } else {
        const options = { busyTimeoutMs: 30_000, acquireTimeoutMs: 30_000 }
        const db = await connect(process.argv[1], options)
        ${own}
        for (let n = 0; n < ${each}; n += 1) {
          await db.transaction(async () => {
            await Entry.create({ label: String(process.pid) })
            await Entry.query().count()
          })
        }
        const count = await Entry.where('label', String(process.pid)).count()
        await db.close()
        process.exit(count === ${each} ? 0 : 3)
      }`,
      { args: [url()] }
    )
    expect(outcome).toEqual({ code: 0, signal: null, stdout: '0,0,0,0', stderr: '' })
    if (traits.shared) expect(await Entry.query().count()).toBe(many * each)
  })
})
