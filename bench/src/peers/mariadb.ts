import mariadb, { type Pool } from 'mariadb'
import type { Peer } from '../peer.js'
import { byHand, type HandWritten, noteValues, textsOf } from './by-hand.js'
import { onSlugDuplicate } from './mysql2.js'
import { poolSize } from './pool-size.js'

/** A pool and `execute`, which prepares and keeps statements; `batch` for many rows. */
export const mariadbPeer: Peer = {
  name: 'mariadb',
  kind: 'driver',
  package: 'mariadb',
  databases: ['MariaDB'],
  async open({ url }) {
    const { hostname, port, username, password, pathname } = new URL(url)
    const pool = mariadb.createPool({
      host: hostname,
      port: Number(port || 3306),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: pathname.slice(1),
      connectionLimit: poolSize,
      timezone: 'Z',
      insertIdAsNumber: true,
      bigIntAsNumber: true
    })
    type Client = Pick<Pool, 'execute'>
    const run = async (client: Client, text: string, values: readonly unknown[]) => {
      const rows: unknown = await client.execute(text, [...values])
      return (Array.isArray(rows) ? rows : []) as never
    }
    const driver: HandWritten = {
      quote: '`',
      returning: '',
      placeholder: () => '?',
      date: value => value,
      query: (text, values) => run(pool, text, values),
      queryList: async (text, list) =>
        (await pool.query(text.replace(' list', ' (?)'), [list])) as never,
      insertNotes: notes =>
        pool.batch(
          texts.insert,
          notes.map(note => noteValues(driver, note))
        ),
      upsertNotes: notes =>
        pool.batch(
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
          await client.release()
        }
      },
      close: () => pool.end()
    }
    const texts = textsOf(driver)
    return byHand(driver)
  }
}
