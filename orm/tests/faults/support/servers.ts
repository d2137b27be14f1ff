import { type ConnectOptions, connect, type Database, sql } from 'versa-orm'
import { afterAll, afterEach, beforeAll, describe, inject } from 'vitest'
import { chosenServers } from './chosen-servers.js'
import { eventually } from './eventually.js'
import { FaultProxy } from './fault-proxy.js'
import { ScratchServer, type ServerKind } from './scratch-server.js'

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

const speeches: Readonly<Record<ServerKind, Speech>> = {
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

/** A server of a file's own with a proxy in front, and what cases do with them. */
export interface Faulty {
  readonly speech: Speech
  server(): ScratchServer
  proxy(): FaultProxy
  /** Connects directly, or through the proxy; closed after the case. */
  open(by: 'direct' | 'proxy', options?: ConnectOptions): Promise<Database>
  /** The server's connections, without the asking one. */
  connections(): Promise<readonly ServerSide[]>
  /** Waits until a connection runs a statement that has this text. */
  running(text: RegExp): Promise<ServerSide>
  /** Ends a connection as an administrator. */
  kill(id: number): Promise<void>
  /** Waits until the server has no connection any more but the asking one. */
  noConnections(): Promise<void>
}

/** Runs the same cases on a scratch server of each kind. */
export function describeEachServer(topic: string, cases: (faulty: Faulty) => void): void {
  for (const kind of chosenServers()) describe(`${topic} on ${kind}`, () => describeOn(kind, cases))
}

function describeOn(kind: ServerKind, cases: (faulty: Faulty) => void): void {
  const speech = speeches[kind]
  let server: ScratchServer | undefined
  let proxy: FaultProxy | undefined
  const opened: Database[] = []

  beforeAll(async () => {
    server = await ScratchServer.begin(kind, inject('templates'))
    proxy = await FaultProxy.to(server.port)
  })
  afterEach(async () => {
    proxy?.heal()
    await proxy?.accept()
    await server?.start()
    await Promise.all(opened.splice(0).map(database => database.close()))
  })
  afterAll(async () => {
    proxy?.close()
    await server?.remove()
  })

  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('there is no server before the cases run')
    return thing
  }
  const asAdministrator = async <Result>(ask: (admin: Database) => Promise<Result>) => {
    await using admin = await connect(there(server).url(), { maxConnections: 1 })
    return await ask(admin)
  }
  const connections = () => asAdministrator(admin => serverSides(admin, speech))
  cases({
    speech,
    server: () => there(server),
    proxy: () => there(proxy),
    open: async (by, options) => {
      const port = by === 'proxy' ? there(proxy).port : there(server).port
      const database = await connect(there(server).url(port), options)
      opened.push(database)
      return database
    },
    connections,
    running: text =>
      asAdministrator(admin =>
        eventually(async () => {
          const sides = await serverSides(admin, speech)
          return sides.find(side => side.isActive && text.test(side.statement))
        })
      ),
    kill: id => asAdministrator(async admin => void (await admin.sql`${speech.kill(id)}`.rows())),
    noConnections: async () => {
      await eventually(async () => ((await connections()).length === 0 ? true : undefined))
    }
  })
}

async function serverSides(admin: Database, speech: Speech): Promise<ServerSide[]> {
  const rows = await admin.sql`${speech.others}`.rows()
  return rows.map(row => ({
    id: Number(row['id']),
    statement: String(row['statement']),
    isActive: Boolean(Number(row['is_active']))
  }))
}
