import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type ConnectOptions, connect, type Database } from 'versa-orm'
import { eventually } from '../support/eventually.js'
import { type Cut, FaultProxy } from '../support/fault-proxy.js'
import { ScratchServer, type ServerKind, type Templates } from '../support/scratch-server.js'
import type { Seeded } from '../support/seeded.js'
import { type ServerSide, type Speech, serverSides, speeches } from '../support/speech.js'

/** A database, and what can go wrong with it. */
export interface Scene {
  readonly name: string
  /** A connection without faults. */
  readonly sure: Database
  /** Connects where faults happen. */
  connect(options?: ConnectOptions): Promise<Database>
  /** Lets something happen. */
  disturb(seeded: Seeded): Promise<void>
  /** The server dies and comes back. */
  crash(): Promise<void>
  /** Ends all faults, and waits until nothing runs any more. */
  settle(): Promise<void>
  /** How many connections the database has but the sure one. */
  connections(): Promise<number>
  remove(): Promise<void>
}

/**
 * Somebody else who writes to the same file, in a thread of its own: one who waits for a lock of
 * SQLite blocks its thread, so nobody on it could give the lock back.
 */
const lockHolder = `
  import { parentPort, workerData } from 'node:worker_threads'
  import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
  import { connect } from 'versa-orm'
  const db = await connect(workerData, { busyTimeoutMs: 5_000 })
  parentPort.on('message', async ms => {
    const held = db.transaction(async tx => {
      await tx.sql\`update accounts set balance = balance where id = 0\`.execute()
      await sleep(ms)
    })
    await held.catch(() => {})
    parentPort.postMessage('over')
  })`

/** A file: there is no network to break, only others who want to write. */
export async function fileScene(): Promise<Scene> {
  const folder = await mkdtemp(path.join(tmpdir(), 'versa-soak-'))
  const url = `sqlite:${path.join(folder, 'soak.db')}`
  const sure = await connect(url)
  const other = new Worker(lockHolder, { eval: true, workerData: url })
  let isHolding = false
  other.on('message', () => {
    isHolding = false
  })
  return {
    name: 'sqlite',
    sure,
    connect: options => connect(url, options),
    disturb: async seeded => {
      if (isHolding) return
      isHolding = true
      other.postMessage(seeded.below(20))
    },
    crash: async () => {},
    settle: async () => {
      await eventually(async () => (isHolding ? undefined : true))
    },
    connections: async () => 0,
    remove: async () => {
      await other.terminate()
      await sure.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** A server behind a proxy. */
export async function serverScene(kind: ServerKind, templates: Templates): Promise<Scene> {
  const server = await ScratchServer.begin(kind, templates)
  const proxy = await FaultProxy.to(server.port)
  const speech = speeches[kind]
  const sure = await connect(server.url(), { maxConnections: 1 })
  // After a crash the first asking may only find out that its connection is gone.
  const ask = () => serverSides(sure, speech)
  const sides = () => ask().catch(ask)
  return {
    name: kind,
    sure,
    connect: options => connect(server.url(proxy.port), { connectTimeoutMs: 5_000, ...options }),
    disturb: seeded => disturb(seeded, proxy, sure, speech, sides),
    crash: async () => {
      await server.restart('crash')
      await sides()
    },
    settle: async () => {
      proxy.heal()
      await proxy.accept()
      await server.start()
      await eventually(async () => {
        const active = (await sides()).some(({ isActive }) => isActive)
        return active ? undefined : true
      })
    },
    connections: async () => (await sides()).length,
    remove: async () => {
      await sure.close()
      proxy.close()
      await server.remove()
    }
  }
}

async function disturb(
  seeded: Seeded,
  proxy: FaultProxy,
  sure: Database,
  speech: Speech,
  sides: () => Promise<readonly ServerSide[]>
): Promise<void> {
  const cut = (fault: Cut): void => proxy.cut(fault)
  const kinds: readonly [() => unknown, ...(() => unknown)[]] = [
    () => proxy.reset(),
    () => cut({ direction: 'to-client', afterBytes: seeded.below(20_000), by: 'reset' }),
    () => cut({ direction: 'to-server', afterBytes: seeded.below(5_000), by: 'reset' }),
    () => cut({ direction: 'to-server', atText: /commit/i, by: 'lose-answer' }),
    () => cut({ direction: 'to-server', atText: /commit/i, by: 'reset' }),
    () => cut({ direction: 'to-server', atText: /token/, by: 'lose-answer' }),
    () => {
      proxy.latencyMs = seeded.below(5)
    },
    () => {
      proxy.bytesPerMs = 200 + seeded.below(2_000)
    },
    () => proxy.heal(),
    () => proxy.heal(),
    () => proxy.heal(),
    async () => {
      proxy.refuse()
      await sleep(seeded.below(50))
      await proxy.accept()
    },
    async () => {
      const all = await sides()
      const victim = all[seeded.below(all.length)]
      // It may have ended by itself meanwhile.
      if (victim !== undefined) await sure.sql`${speech.kill(victim.id)}`.rows().catch(() => {})
    }
  ]
  await seeded.pick(kinds)()
}
