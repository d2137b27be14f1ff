import { type Database, sql } from 'versa-orm'
import type { ServerKind } from './scratch-server.js'

/** What cases need to say to one server and not to the other. */
export interface Speech {
  readonly kind: ServerKind
  /** A statement that takes so long, as a read. */
  sleep(seconds: number): ReturnType<typeof sql>
  /** The number of the connection that asks. */
  readonly ownId: ReturnType<typeof sql>
  /** Ends a connection by its number. */
  kill(id: number): ReturnType<typeof sql>
  /** The connections of clients but the one that asks: their number and what they run. */
  readonly others: ReturnType<typeof sql>
}

/** What is said to which server. */
export const speeches: Readonly<Record<ServerKind, Speech>> = {
  postgres: {
    kind: 'postgres',
    sleep: seconds => sql`select pg_sleep(${seconds})`,
    ownId: sql`select pg_backend_pid() as id`,
    kill: id => sql`select pg_terminate_backend(${id})`,
    others: sql`
      select pid as id, coalesce(query, '') as statement, state = 'active' as is_active
      from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`
  },
  mariadb: {
    kind: 'mariadb',
    sleep: seconds => sql`select sleep(${seconds})`,
    ownId: sql`select connection_id() as id`,
    kill: id => sql`kill ${id}`,
    others: sql`
      select id, coalesce(info, '') as statement, command in ('Query', 'Execute') as is_active
      from information_schema.processlist
      where user = 'root' and id <> connection_id()`
  }
}

/** A connection that the server has. */
export interface ServerSide {
  readonly id: number
  readonly statement: string
  readonly isActive: boolean
}

/** The server's connections but the asking one. */
export async function serverSides(admin: Database, speech: Speech): Promise<ServerSide[]> {
  const rows = await admin.sql`${speech.others}`.rows()
  return rows.map(row => ({
    id: Number(row['id']),
    statement: String(row['statement']),
    isActive: Boolean(Number(row['is_active']))
  }))
}
