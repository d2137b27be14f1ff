// What is only true of a page.
import initSqlite from '@sqlite.org/sqlite-wasm'
import {
  connect,
  type Database,
  type ExecutorFactory,
  exportDatabase,
  loadEngine,
  Model,
  sqliteWasm,
  t
} from 'versa-orm/browser'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import engineUrl from '../../dist/browser/versa.wasm?url'
import { failureOf } from '../support/failures.js'
import { withSqlJs } from './databases.js'

class Note extends Model.table('notes', { id: t.id(), text: t.text() }) {}

let opened: Database[] = []

beforeAll(() => loadEngine(new URL(engineUrl, location.href)))

afterEach(async () => {
  await Promise.all(opened.map(db => db.close()))
  opened = []
})

async function open(url: string, executor: ExecutorFactory): Promise<Database> {
  const db = await connect(url, { executor })
  opened.push(db)
  return db
}

describe('full-text search in a page', () => {
  test('is there with sqlite-wasm', async () => {
    const db = await open('sqlite-wasm::memory:', sqliteWasm({ load: initSqlite }))
    await db.sql`create virtual table pages using fts5(title, body)`.execute()
    const pages: [string, string][] = [
      ['Ada', 'wrote the first program'],
      ['Grace', 'found the first bug'],
      ['Alan', 'asked whether machines think']
    ]
    for (const [title, body] of pages) {
      await db.sql`insert into pages values (${title}, ${body})`.execute()
    }
    const found = await db.sql`
      select title, snippet(pages, 1, '[', ']', '…', 2) as part
      from pages where pages match ${'first AND bug'}`.rows()
    expect(found).toEqual([{ title: 'Grace', part: '…[first] [bug]' }])
  })

  test('is refused by sql.js, which has none, and the database goes on', async () => {
    const db = await open('sqljs::memory:', await withSqlJs())
    const refused = await failureOf(() =>
      db.sql`create virtual table pages using fts5(title, body)`.execute()
    )
    expect(refused.message).toContain('fts5')
    await db.schema.create([Note])
    await Note.create({ text: 'goes on' })
    expect(await Note.pluck('text')).toEqual(['goes on'])
  })
})

test.each(['sqljs::memory:', 'sqlite-wasm::memory:'])(
  'a file goes out of %s and into the other one',
  async url => {
    const first = await open(
      url,
      url.startsWith('sqljs') ? await withSqlJs() : sqliteWasm({ load: initSqlite })
    )
    await first.schema.create([Note])
    await Note.create({ text: 'kept — ünïcode 😀' })
    const data = await exportDatabase(first)
    await first.close()
    const second = url.startsWith('sqljs')
      ? await open('sqlite-wasm::memory:', sqliteWasm({ load: initSqlite, data }))
      : await open('sqljs::memory:', await withSqlJs(data))
    expect(await second.table('notes').pluck('text')).toEqual(['kept — ünïcode 😀'])
  }
)

describe('transactions where nothing follows what is awaited', () => {
  async function notes(): Promise<Database> {
    const db = await open('sqljs::memory:', await withSqlJs())
    await db.schema.create([Note])
    return db
  }
  const pause = (ms: number): Promise<void> =>
    new Promise(resolve => {
      setTimeout(resolve, ms)
    })

  test('commit and take back across timers, nested ones alone', async () => {
    const db = await notes()
    await db.transaction(async () => {
      await Note.create({ text: 'one' })
      await pause(5)
      const inner = db.transaction(async () => {
        await Note.create({ text: 'taken back' })
        await pause(5)
        throw new Error('inner')
      })
      await expect(inner).rejects.toThrow('inner')
      await Note.create({ text: 'two' })
    })
    const outer = db.transaction(async () => {
      await Note.create({ text: 'gone' })
      await pause(5)
      throw new Error('outer')
    })
    await expect(outer).rejects.toThrow('outer')
    expect(await Note.orderBy('id').pluck('text')).toEqual(['one', 'two'])
  })

  test('take in what else runs meanwhile, as the page about browsers says', async () => {
    const db = await notes()
    const outer = db.transaction(async () => {
      await pause(20)
      throw new Error('outer')
    })
    await pause(5)
    await Note.create({ text: 'meanwhile' })
    await expect(outer).rejects.toThrow('outer')
    expect(await Note.query().count()).toBe(0)
    // It is over: what comes now is no part of it.
    await Note.create({ text: 'after' })
    expect(await Note.pluck('text')).toEqual(['after'])
  })

  test('of db.begin are told apart by their handles', async () => {
    const db = await notes()
    const first = await db.begin()
    const second = db.begin()
    await first.table('notes').insert({ text: 'first' })
    await first.rollback()
    const later = await second
    await later.table('notes').insert({ text: 'second' })
    await later.commit()
    expect(await Note.pluck('text')).toEqual(['second'])
  })

  test('keep hooks until the commit', async () => {
    const db = await notes()
    const told: string[] = []
    await db.transaction(async tx => {
      tx.afterCommit(() => {
        told.push('committed')
      })
      await pause(5)
      expect(told).toEqual([])
    })
    expect(told).toEqual(['committed'])
  })
})
