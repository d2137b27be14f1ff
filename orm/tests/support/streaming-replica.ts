import { execFile } from 'node:child_process'
import { access, chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A PostgreSQL server of a test. */
interface Server {
  readonly url: string
  /** Kills it as a crash would. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** A primary and servers that follow it, each a process of its own, in a folder of their own. */
export interface Replication {
  readonly primary: Server
  readonly replicas: readonly Server[]
  /** Ends the servers and removes their files. */
  remove(): Promise<void>
}

/** Starts a primary with replicas that stream from it. */
export async function startReplication(replicas: number): Promise<Replication> {
  const programs = await serverPrograms()
  const root = await mkdtemp(path.join(tmpdir(), 'versa-replication-'))
  const user = await ownerOf(root)
  const run = async (name: string, args: readonly string[]): Promise<void> => {
    await execute(path.join(programs, name), [...args], { cwd: root, ...user, env: environment })
  }
  const servers: Server[] = []
  const remove = async (): Promise<void> => {
    await Promise.allSettled(servers.map(server => server.kill()))
    await rm(root, { recursive: true, force: true })
  }
  const serve = async (name: string): Promise<Server> => {
    const folder = path.join(root, name)
    const port = await freePort()
    const start = async (): Promise<void> => {
      const options = `-p ${port} -k ${root} -c listen_addresses=127.0.0.1 -c fsync=off`
      const log = path.join(root, `${name}.log`)
      await run('pg_ctl', ['-D', folder, '-w', '-l', log, '-o', options, 'start'])
    }
    const server: Server = {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      start,
      kill: () => run('pg_ctl', ['-D', folder, '-w', '-m', 'immediate', 'stop'])
    }
    await start()
    servers.push(server)
    return server
  }
  try {
    const first = path.join(root, 'primary')
    await run('initdb', ['-D', first, '-U', 'postgres', '-A', 'trust', '-N'])
    const primary = await serve('primary')
    const followers: Server[] = []
    for (let at = 0; at < replicas; at += 1) {
      const folder = path.join(root, `replica${at}`)
      await run('pg_basebackup', [
        '-D',
        folder,
        '-d',
        primary.url,
        '-R',
        '-X',
        'stream',
        '-c',
        'fast'
      ])
      followers.push(await serve(`replica${at}`))
    }
    return { primary, replicas: followers, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** What the programs of the server say has to be the same everywhere. */
const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }

/** Where the programs of the newest server are, on any system that has one. */
async function serverPrograms(): Promise<string> {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch(() => [])
  const folders = versions
    .sort((left, right) => Number(right) - Number(left))
    .map(version => path.join(debian, version, 'bin'))
  for (const folder of [...folders, ...environment.PATH.split(path.delimiter)]) {
    const found = await access(path.join(folder, 'initdb')).then(
      () => true,
      () => false
    )
    if (found) return folder
  }
  throw new Error('the programs of the PostgreSQL server (initdb, pg_basebackup) were not found')
}

/** Who runs the servers: PostgreSQL refuses to be run by root. */
async function ownerOf(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all(['-u', '-g'].map(idOfPostgres))
  if (uid === undefined || gid === undefined) return {}
  await chown(folder, uid, gid)
  return { uid, gid }
}

async function idOfPostgres(which: string): Promise<number> {
  return Number((await execute('id', [which, 'postgres'])).stdout)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
