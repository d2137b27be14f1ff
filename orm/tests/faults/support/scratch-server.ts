import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { mariadb } from '../../../../scripts/setup/databases/mariadb.mjs'
import { postgres } from '../../../../scripts/setup/databases/postgres.mjs'
import { unprivileged } from './child.js'
import { mariadbPrograms, postgresPrograms } from './installations.js'

export type ServerKind = 'postgres' | 'mariadb'

/** Where a fresh server's files are, to be copied for each server that is started. */
export type Templates = Readonly<Record<ServerKind, string>>

/** How a server ends: as it does when it is told to, or at once, as in a crash. */
export type Ending = 'orderly' | 'crash'

const readyWithinMs = 60_000

/** PostgreSQL refuses to run as root, and MariaDB warns: root starts them as somebody else. */
const account = unprivileged()

/** What differs between the servers. */
interface Kind {
  readonly scheme: string
  readonly user: string
  readonly database: string
  readonly ending: Readonly<Record<Ending, NodeJS.Signals>>
  readonly probe: (url: URL) => Promise<{ readonly state: string; readonly detail: string }>
  make(folder: string): Promise<void>
  command(folder: string, port: number): Promise<[program: string, args: string[]]>
}

const kinds: Readonly<Record<ServerKind, Kind>> = {
  postgres: {
    scheme: 'postgres',
    user: 'postgres',
    database: 'postgres',
    // An immediate end: the next start recovers from the log. After SIGKILL the others of its
    // processes would live on for a while and keep it from starting.
    ending: { orderly: 'SIGINT', crash: 'SIGQUIT' },
    probe: postgres.probe,
    make: async folder => {
      const { initdb } = await postgresPrograms()
      const text = ['-E', 'UTF8', '--locale=C']
      runQuietly(initdb, ['-D', folder, '-U', 'postgres', '-A', 'trust', '-N', ...text])
    },
    command: async (folder, port) => {
      const { postgres: program } = await postgresPrograms()
      const settings = {
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        max_connections: '60',
        shared_buffers: '16MB',
        // What is tested survives the end of a process, not of the machine.
        fsync: 'off'
      }
      const options = Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`
      ])
      return [program, ['-D', folder, '-p', `${port}`, ...options]]
    }
  },
  mariadb: {
    scheme: 'mariadb',
    user: 'root',
    database: 'faults',
    ending: { orderly: 'SIGTERM', crash: 'SIGKILL' },
    probe: mariadb.probe,
    make: async folder => {
      const { install } = await mariadbPrograms()
      const small = '--innodb-log-file-size=8M'
      const access = ['--auth-root-authentication-method=normal', '--skip-test-db']
      runQuietly(install, ['--no-defaults', `--datadir=${folder}`, small, ...access])
      mkdirSync(path.join(folder, 'faults'))
      own(path.join(folder, 'faults'))
    },
    command: async (folder, port) => {
      const { mariadbd } = await mariadbPrograms()
      const settings = [
        `--datadir=${folder}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${path.join(folder, 's')}`,
        `--pid-file=${path.join(folder, 'pid')}`,
        '--skip-name-resolve',
        '--innodb-log-file-size=8M',
        '--innodb-buffer-pool-size=16M',
        '--max-connections=100',
        '--log-error=/dev/null'
      ]
      return [mariadbd, ['--no-defaults', ...settings]]
    }
  }
}

/** Makes the files of a fresh server. */
export async function makeTemplate(kind: ServerKind, folder: string): Promise<string> {
  const place = path.join(folder, kind)
  mkdirSync(place, { mode: 0o700 })
  own(place)
  await kinds[kind].make(place)
  return place
}

/** A folder for scratch servers, in which an unprivileged user may do what it wants. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-faults-'))
  own(folder)
  return folder
}

/** A database server of a test's own: to be stopped, killed and started again. */
export class ScratchServer {
  #process: ChildProcess | undefined

  private constructor(
    readonly kind: ServerKind,
    private readonly folder: string,
    readonly port: number
  ) {}

  /** A copy of the template, started. */
  static async begin(kind: ServerKind, templates: Templates): Promise<ScratchServer> {
    const folder = scratchFolder()
    const data = path.join(folder, 'data')
    cpSync(templates[kind], data, { recursive: true })
    own(data, true)
    const server = new ScratchServer(kind, folder, await freePort())
    try {
      await server.start()
    } catch (error) {
      await server.remove()
      throw error
    }
    return server
  }

  /** Where it is reached; through a proxy where the port of one is given. */
  url(port = this.port): string {
    const { scheme, user, database } = kinds[this.kind]
    return `${scheme}://${user}@127.0.0.1:${port}/${database}`
  }

  get isRunning(): boolean {
    return this.#process !== undefined
  }

  /** Starts it and waits until it lets the tests in. */
  async start(): Promise<void> {
    if (this.#process !== undefined) return
    const kind = kinds[this.kind]
    const [program, args] = await kind.command(path.join(this.folder, 'data'), this.port)
    const child = spawn(program, args, { ...account, cwd: this.folder, stdio: 'ignore' })
    const ended = new Promise<never>((_, reject) => {
      child.once('exit', code => reject(new Error(`${program} ended with ${code}`)))
      child.once('error', reject)
    })
    // After the start nobody waits for it any more.
    ended.catch(() => {})
    this.#process = child
    await Promise.race([ended, this.#ready()])
  }

  /** Ends it and waits until it is gone. */
  async stop(ending: Ending = 'orderly'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill(kinds[this.kind].ending[ending])
    await gone
  }

  async restart(ending: Ending = 'orderly'): Promise<void> {
    await this.stop(ending)
    await this.start()
  }

  /** Ends it and removes its files. */
  async remove(): Promise<void> {
    await this.stop('crash')
    // Processes of PostgreSQL may still be ending, and write as they do.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + readyWithinMs
    for (;;) {
      const probe = await kinds[this.kind].probe(new URL(this.url()))
      if (probe.state === 'ready') return
      if (Date.now() > deadline) throw new Error(`${this.kind} does not start: ${probe.detail}`)
      await sleep(50)
    }
  }
}

/** A port where nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('a server without a port')
  return address.port
}

function own(place: string, everything = false): void {
  if (account === undefined) return
  if (everything) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, place])
  else chownSync(place, account.uid, account.gid)
}

function runQuietly(program: string, args: readonly string[]): void {
  execFileSync(program, args, { ...account, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] })
}
