import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { peerFolder } from './peer.js'

const server = process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** A database for each of two libraries. */
export interface Databases {
  /** The URL of the other library's. */
  readonly theirs: string
  /** The URL of ours. */
  readonly ours: string
  /** Makes both what they were in the beginning. */
  renew(): Promise<void>
  drop(): Promise<void>
}

/**
 * Makes two databases with a peer's tables and rows.
 *
 * For each task their rows are made anew, and not the databases: PostgreSQL drops one in about a
 * second, as it writes a checkpoint then.
 */
export async function databasesOf(peer: string): Promise<Databases> {
  const read = (file: string) => readFileSync(path.join(peerFolder(peer), file), 'utf8')
  const rows = read('rows.sql')
  const names = ['theirs', 'ours'].map(whose => `versa_peers_${peer}_${process.pid}_${whose}`)
  const [theirs = '', ours = ''] = names.map(urlOf)
  const dropAll = async (client: pg.Client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`)
  }
  await connected(server, async client => {
    await dropAll(client)
    for (const name of names) await client.query(`create database ${name}`)
  })
  const made = await Promise.all([theirs, ours].map(connect))
  for (const client of made) await client.query(read('tables.sql'))
  return {
    theirs,
    ours,
    async renew() {
      for (const client of made)
        await client.query(`begin; ${await emptying(client)}; ${rows} commit`)
    },
    async drop() {
      for (const client of made) await client.end()
      await connected(server, dropAll)
    }
  }
}

/** SQL that removes all rows, and lets the keys begin anew. */
async function emptying(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('delete from %I', tablename) as statement
        from pg_tables where schemaname = 'public'
      union all
      select format('select setval(%L, 1, false)', format('%I.%I', schemaname, sequencename))
        from pg_sequences where schemaname = 'public'`
  )
  // Without foreign keys, in any order.
  const statements = rows.map(({ statement }) => statement)
  return ['set local session_replication_role = replica', ...statements].join('; ')
}

/**
 * All rows of a database, by table: what two libraries did is the same where these are.
 *
 * @param url The database.
 * @param since Instants after it are those of a run and never the same: they are left out.
 */
export function rowsOf(url: string, since: Date): Promise<Record<string, unknown[]>> {
  return connected(url, async client => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' order by 1`
    )
    const rows: Record<string, unknown[]> = {}
    for (const { name } of tables) {
      const { rows: found } = await client.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from "${name}" t order by to_jsonb(t)`
      )
      rows[name] = found.map(({ row }) => withoutNow(row, since))
    }
    return rows
  })
}

function withoutNow(row: Record<string, unknown>, since: Date): Record<string, unknown> {
  const entries = Object.entries(row).map(([column, value]) => {
    const recent = typeof value === 'string' && isInstantAfter(value, since)
    return [column, recent ? 'now' : value]
  })
  return Object.fromEntries(entries)
}

function isInstantAfter(text: string, since: Date): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) return false
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`
  return new Date(zoned) >= since
}

function urlOf(database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url)
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  return client
}
