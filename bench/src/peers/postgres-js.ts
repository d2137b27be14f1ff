import postgres from 'postgres'
import type { Peer } from '../peer.js'
import { byHand, type HandWritten, noteValues, onSlugConflict, textsOf } from './by-hand.js'
import { columnsOf, unnestNotes } from './pg.js'
import { poolSize } from './pool-size.js'

type Value = postgres.ParameterOrJSON<never>

/** Its pool, which pipelines; prepared statements are its default. */
export const postgresJs: Peer = {
  name: 'postgres.js',
  kind: 'driver',
  package: 'postgres',
  databases: ['PostgreSQL'],
  async open({ url }) {
    const sql = postgres(url, {
      max: poolSize,
      onnotice: () => {},
      types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } }
    })
    const run = async (
      client: postgres.Sql | postgres.TransactionSql,
      text: string,
      values: readonly unknown[]
    ) => [...(await client.unsafe(text, values as Value[], { prepare: true }))]
    const driver: HandWritten = {
      quote: '"',
      returning: ' returning id',
      placeholder: at => `$${at}`,
      // As text: of a date in an array it takes the type of one date.
      date: value => value.toISOString(),
      query: (text, values) => run(sql as never, text, values),
      queryList: (text, list) => run(sql as never, text.replace('in list', '= any($1)'), [list]),
      insertNotes: notes =>
        run(
          sql as never,
          `insert into notes (${texts.noteColumns}) ${unnestNotes} returning id`,
          columnsOf(driver, notes)
        ),
      upsertNotes: notes =>
        run(
          sql as never,
          `insert into notes (${texts.noteColumns}) ${unnestNotes}${onSlugConflict}`,
          columnsOf(driver, notes)
        ),
      transaction: note =>
        sql.begin(async inside => {
          await run(inside, texts.insert, noteValues(driver, note))
          await run(inside, texts.customer, [note.n + 1])
          await run(inside, texts.update, [note.n, 1])
          await run(inside, texts.insert, noteValues(driver, { ...note, slug: `${note.slug}b` }))
          return run(inside, texts.count, [])
        }),
      close: () => sql.end()
    }
    const texts = textsOf(driver)
    return byHand(driver)
  }
}
