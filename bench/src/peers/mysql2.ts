import mysql from 'mysql2/promise'
import type { Peer } from '../peer.js'
import { byHand, type HandWritten, noteValues, textsOf } from './by-hand.js'
import { poolSize } from './pool-size.js'

/** What an upsert does with a slug that exists. */
export const onSlugDuplicate =
  ' on duplicate key update title = values(title), score = values(score), n = values(n)'

/** A pool and `execute`, which prepares and keeps statements. */
export const mysql2: Peer = {
  name: 'mysql2',
  kind: 'driver',
  package: 'mysql2',
  databases: ['MariaDB'],
  async open({ url }) {
    const pool = mysql.createPool({
      uri: url.replace('mariadb:', 'mysql:'),
      connectionLimit: poolSize,
      timezone: 'Z',
      maxPreparedStatements: 256
    })
    type Client = Pick<mysql.Pool, 'execute' | 'query'>
    const run = async (client: Client, text: string, values: readonly unknown[]) => {
      // A limit is a whole number to the server, and a number of JavaScript a double: as text it
      // is taken as what it is.
      const bound = values.map(value => (typeof value === 'number' ? String(value) : value))
      const [rows] = await client.execute(text, bound as never)
      return (Array.isArray(rows) ? rows : []) as never
    }
    const many = (text: string, rows: readonly unknown[][]) =>
      pool.query(text.replace(/\(\?[^)]*\)/, rows.map(() => '(?,?,?,?,?,?)').join()), rows.flat())
    const driver: HandWritten = {
      quote: '`',
      returning: '',
      placeholder: () => '?',
      date: value => value,
      query: (text, values) => run(pool, text, values),
      queryList: async (text, list) =>
        (await pool.query(text.replace(' list', ' (?)'), [list]))[0] as never,
      insertNotes: notes =>
        many(
          texts.insert,
          notes.map(note => noteValues(driver, note))
        ),
      upsertNotes: notes =>
        many(
          texts.insert + onSlugDuplicate,
          notes.map(note => noteValues(driver, note))
        ),
      async transaction(note) {
        const client = await pool.getConnection()
        try {
          await client.beginTransaction()
          await run(client, texts.insert, noteValues(driver, note))
          await run(client, texts.customer, [note.n + 1])
          await run(client, texts.update, [note.n, 1])
          await run(client, texts.insert, noteValues(driver, { ...note, slug: `${note.slug}b` }))
          const counted = await run(client, texts.count, [])
          await client.commit()
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
