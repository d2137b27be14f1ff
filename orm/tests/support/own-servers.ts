import { execFile, spawn } from 'node:child_process'
import { access, chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect as connectTo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A server of a test, with a folder of its own. */
export interface OwnServer {
  readonly port: number
  /** Where its socket and its certificates are. */
  readonly folder: string
  /** Ends it and removes its files. */
  remove(): Promise<void>
}

/** What the programs of servers say has to be the same everywhere. */
const environment = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, LC_ALL: 'C' }

interface Owner {
  readonly uid?: number
  readonly gid?: number
}

/** Ends a server when nobody holds the other end of its input: whatever became of the test. */
const guarded = '"$@" & server=$!; read -r _; kill -9 $server; wait $server'

/**
 * Makes certificates in a folder: an authority, one of it for the host `localhost`, one of it for
 * the user `ada`, and an authority that nobody trusts.
 */
const certificates = `set -e
  new() { openssl req -x509 -days 2 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "$@"; }
  leaf() { new -CA ca.crt -CAkey ca.key -addext basicConstraints=critical,CA:FALSE "$@"; }
  new -subj /CN=authority -keyout ca.key -out ca.crt
  new -subj /CN=other -keyout other.key -out other.crt
  leaf -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout server.key -out server.crt
  leaf -subj /CN=ada -keyout client.key -out client.crt
  chmod 600 *.key`

/** Starts a PostgreSQL with certificates, which lets in whom the lines of pg_hba.conf say. */
export async function startPostgres(access: readonly string[]): Promise<OwnServer> {
  const programs = await postgresPrograms()
  const server = await start('postgres', async ({ folder, port, owner }) => {
    const run = runner(folder, owner)
    const data = path.join(folder, 'data')
    await run('bash', ['-c', certificates])
    await run(path.join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N'])
    await writeFile(path.join(data, 'pg_hba.conf'), `${access.join('\n')}\n`)
    const settings = [
      `port=${port}`,
      `unix_socket_directories=${folder}`,
      'listen_addresses=127.0.0.1',
      'fsync=off',
      'ssl=on',
      `ssl_cert_file=${folder}/server.crt`,
      `ssl_key_file=${folder}/server.key`,
      `ssl_ca_file=${folder}/ca.crt`,
      'timezone=Asia/Kathmandu'
    ]
    const options = settings.flatMap(setting => ['-c', setting])
    return [path.join(programs, 'postgres'), '-D', data, ...options]
  })
  // It listens before it is ready, and then sends away who comes.
  const isReady = path.join(programs, 'pg_isready')
  const place = ['-h', server.folder, '-p', String(server.port)]
  await until(() => execute(isReady, place).then(...yesOrNo))
  return server
}

/** Starts a MariaDB with certificates, whose root has no password. */
export async function startMariadb(): Promise<OwnServer> {
  const server = await start('mysql', async ({ folder, port, owner }) => {
    const run = runner(folder, owner)
    const data = path.join(folder, 'data')
    await run('bash', ['-c', certificates])
    await run('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db'
    ])
    return [
      'mariadbd',
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${folder}/socket`,
      `--ssl-cert=${folder}/server.crt`,
      `--ssl-key=${folder}/server.key`,
      `--ssl-ca=${folder}/ca.crt`,
      '--default-time-zone=+05:45',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=64M'
    ]
  })
  // Its socket comes after its port.
  await answers(`${server.folder}/socket`)
  return server
}

/**
 * Starts a PgBouncer that pools transactions on two sessions of a PostgreSQL that asks for no
 * password.
 */
export function startPgbouncer(server: URL): Promise<OwnServer> {
  return start('postgres', async ({ folder, port }) => {
    const file = path.join(folder, 'pgbouncer.ini')
    await writeFile(
      file,
      `[databases]
      * = host=${server.hostname} port=${server.port || 5432} user=${server.username}
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = ${port}
      unix_socket_dir =
      auth_type = any
      pool_mode = transaction
      default_pool_size = 2
      max_client_conn = 200
      server_check_delay = 30`
    )
    return ['pgbouncer', file]
  })
}

interface Start {
  readonly folder: string
  readonly port: number
  readonly owner: Owner
}

async function start(
  user: string,
  prepare: (start: Start) => Promise<readonly string[]>
): Promise<OwnServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'versa-server-'))
  const owner = await ownerOf(folder, user)
  const port = await freePort()
  try {
    const command = await prepare({ folder, port, owner })
    const log = path.join(folder, 'log')
    const script = `{ ${guarded}; } > "${log}" 2>&1`
    const child = spawn('bash', ['-c', script, 'bash', ...command], {
      cwd: folder,
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
      ...owner
    })
    const ended = new Promise(resolve => child.once('exit', resolve))
    const remove = async (): Promise<void> => {
      child.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true })
    }
    if (!(await answers(port))) {
      const words = await readFile(log, 'utf8').catch(() => '')
      await remove()
      throw new Error(`${command[0]} does not answer: ${words}`)
    }
    return { port, folder, remove }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function runner(folder: string, owner: Owner) {
  return (program: string, args: readonly string[]) =>
    execute(program, [...args], { cwd: folder, env: environment, ...owner })
}

/** Where the programs of the newest server are, on any system that has one. */
async function postgresPrograms(): Promise<string> {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch(() => [])
  const folders = versions
    .sort((left, right) => Number(right) - Number(left))
    .map(version => path.join(debian, version, 'bin'))
  for (const folder of [...folders, ...environment.PATH.split(path.delimiter)]) {
    if (await access(path.join(folder, 'initdb')).then(...yesOrNo)) return folder
  }
  throw new Error('the programs of the PostgreSQL server (initdb, postgres) were not found')
}

/** Who runs a server: most refuse to be run by root. */
async function ownerOf(folder: string, user: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return {}
  const id = async (which: string) => Number((await execute('id', [which, user])).stdout)
  const owner = { uid: await id('-u'), gid: await id('-g') }
  await chown(folder, owner.uid, owner.gid)
  return owner
}

/** Whether somebody listens at a port of this machine, or at a socket of that path. */
function answers(place: number | string): Promise<boolean> {
  return until(
    () =>
      new Promise<boolean>(resolve => {
        const socket = typeof place === 'number' ? connectTo(place, '127.0.0.1') : connectTo(place)
        socket.once('connect', () => resolve(true))
        socket.once('error', () => resolve(false))
        socket.once('connect', () => socket.destroy())
      })
  )
}

/** Asks again and again; whether the answer became yes in time. */
async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await isSo()) return true
    await sleep(50)
  }
  return false
}

/** What an attempt that may fail says. */
const yesOrNo = [() => true, () => false] as const

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
