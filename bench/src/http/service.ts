import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import type { Peer, Target } from '../peer.js'
import { quantile } from '../statistics.js'
import { type Asked, visit } from './requests.js'

/** PostgreSQL takes a hundred connections, of all contenders together. */
const connectionsEach = '6'

const program = fileURLToPath(new URL('./server.ts', import.meta.url))

/** What a round of requests brought. */
export interface Round {
  /** Milliseconds per request. */
  readonly time: number
  /** Milliseconds: half, 95 and 99 of a hundred were answered within. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number }
}

/** A contender's server, in a process of its own. */
export class Service {
  private constructor(
    readonly peer: Peer,
    readonly url: string,
    private readonly child: ChildProcess
  ) {}

  /** Starts it, and waits until it listens. Null: the contender has no way for all requests. */
  static async start(peer: Peer, target: Target): Promise<Service | null> {
    const child = fork(program, [peer.name, JSON.stringify(target)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, VERSA_BENCH_POOL: connectionsEach }
    })
    const listening = once(child, 'message') as Promise<[{ port: number }]>
    const gone = once(child, 'exit').then(() => {
      throw new Error('the server ended before it listened')
    })
    const [{ port }] = await Promise.race([listening, gone])
    // Only before it listens that is a failure.
    gone.catch(() => {})
    const service = new Service(peer, `http://127.0.0.1:${port}`, child)
    if (port !== 0) return service
    await service.stop()
    return null
  }

  /** One answer. */
  async ask({ method, path }: Asked): Promise<unknown> {
    const response = await fetch(this.url + path, { method })
    if (response.ok) return response.json()
    throw new Error(`${method} ${path}: ${await response.text()}`)
  }

  /** So many requests on so many connections. */
  async load(amount: number, connections: number): Promise<Round> {
    const begin = performance.now()
    const requests = visit.map(asked => ({ ...asked }))
    const latencies: number[] = []
    let end = begin
    const { non2xx, errors } = await new Promise<autocannon.Result>((resolve, reject) => {
      const options = { url: this.url, amount, connections, requests }
      const running = autocannon(options, (error, result) => {
        if (error === null || error === undefined) resolve(result)
        else reject(error)
      })
      running.on('response', (_client, _status, _bytes, milliseconds) => {
        latencies.push(milliseconds)
        // autocannon itself ends with a second of the clock.
        end = performance.now()
      })
    })
    const time = (end - begin) / amount
    if (non2xx > 0 || errors > 0) throw new Error(`${non2xx + errors} requests failed`)
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map(part => quantile(latencies, part))
    return { time, latency: { p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0 } }
  }

  /** Ends it. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    if (this.child.connected) this.child.disconnect()
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 5_000)
    await gone
    clearTimeout(patience)
  }
}
