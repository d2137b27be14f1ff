import { type ConnectOptions, connect, type Database } from 'versa-orm'
import { afterAll, afterEach, beforeAll, describe, inject } from 'vitest'
import { chosenServers } from './chosen-servers.js'
import { eventually } from './eventually.js'
import { FaultProxy } from './fault-proxy.js'
import { ScratchServer, type ServerKind } from './scratch-server.js'
import { type ServerSide, type Speech, serverSides, speeches } from './speech.js'

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
    kill: id =>
      asAdministrator(async admin => {
        try {
          await admin.sql`${speech.kill(id)}`.rows()
        } catch (error) {
          // It may have ended since it was listed.
          if (!/unknown thread/i.test(String(error))) throw error
        }
      }),
    noConnections: async () => {
      await eventually(async () => ((await connections()).length === 0 ? true : undefined))
    }
  })
}
