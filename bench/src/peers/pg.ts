import pg from 'pg'
import type { NewNote, Peer } from '../peer.js'
import { byHand, type HandWritten, noteValues, onSlugConflict, textsOf } from './by-hand.js'
import { poolSize } from './pool-size.js'

/** What inserts notes as arrays, in the order of {@link noteValues}. */
export const unnestNotes =
  'select * from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::int4[], ' +
  '$6::timestamptz[])'

/** The columns of notes, one array each. */
export function columnsOf(driver: HandWritten, notes: readonly NewNote[]): unknown[][] {
  const rows = notes.map(note => noteValues(driver, note))
  return [0, 1, 2, 3, 4, 5].map(at => rows.map(row => row[at]))
}

/** A pool, named (prepared) statements, lists and bulk rows as arrays. */
export const pgPeer: Peer = {
  name: 'pg',
  kind: 'driver',
  package: 'pg',
  databases: ['PostgreSQL'],
  async open({ url }) {
    // 64-bit integers come as text unless told otherwise; the ids and counts here fit a number.
    const types = new pg.TypeOverrides()
    types.setTypeParser(20, Number)
    const pool = new pg.Pool({ connectionString: url, types, max: poolSize })
    const names = new Map<string, string>()
    const named = (text: string) => {
      const name = names.get(text) ?? `s${names.size}`
      names.set(text, name)
      return { name, text }
    }
    const run = async (client: pg.Pool | pg.PoolClient, text: string, values: unknown[]) =>
      (await client.query({ ...named(text), values })).rows
    const driver: HandWritten = {
      quote: '"',
      returning: ' returning id',
      placeholder: at => `$${at}`,
      date: value => value,
      query: (text, values) => run(pool, text, [...values]),
      queryList: (text, list) => run(pool, text.replace('in list', '= any($1)'), [list]),
      insertNotes: notes =>
        run(
          pool,
          `insert into notes (${texts.noteColumns}) ${unnestNotes} returning id`,
          columnsOf(driver, notes)
        ),
      upsertNotes: notes =>
        run(
          pool,
          `insert into notes (${texts.noteColumns}) ${unnestNotes}${onSlugConflict}`,
          columnsOf(driver, notes)
        ),
      async transaction(note) {
        const client = await pool.connect()
        try {
          await client.query('begin')
          await run(client, texts.insert, noteValues(driver, note))
          await run(client, texts.customer, [note.n + 1])
          await run(client, texts.update, [note.n, 1])
          await run(client, texts.insert, noteValues(driver, { ...note, slug: `${note.slug}b` }))
          const counted = await run(client, texts.count, [])
          await client.query('commit')
          return counted
        } finally {
          client.release()
        }
      },
      close: () => pool.end()
    }
    const texts = textsOf(driver)
    return byHand(driver)
  }
}
