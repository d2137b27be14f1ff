import { readdirSync } from 'node:fs'
import path from 'node:path'
import { run } from '../../../../scripts/process/run.mjs'

/** Where Debian keeps what only administrators call; elsewhere PATH has them. */
const folders = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
const postgresVersions = '/usr/lib/postgresql'

/** The programs of PostgreSQL: those of one version, the newest. */
export async function postgresPrograms(): Promise<{ initdb: string; postgres: string }> {
  const folder = newestPostgres()
  if (folder !== undefined) {
    return { initdb: path.join(folder, 'initdb'), postgres: path.join(folder, 'postgres') }
  }
  return { initdb: await find('initdb'), postgres: await find('postgres') }
}

/** The programs of MariaDB. */
export async function mariadbPrograms(): Promise<{ install: string; mariadbd: string }> {
  return { install: await find('mariadb-install-db'), mariadbd: await find('mariadbd') }
}

function newestPostgres(): string | undefined {
  let versions: string[]
  try {
    versions = readdirSync(postgresVersions)
  } catch {
    return undefined
  }
  const newest = versions.map(Number).sort((a, b) => b - a)[0]
  return newest === undefined ? undefined : path.join(postgresVersions, `${newest}`, 'bin')
}

async function find(program: string): Promise<string> {
  const places = [program, ...folders.map(folder => path.join(folder, program))]
  for (const place of places) {
    if ((await run(place, ['--help'])).code !== 127) return place
  }
  throw new Error(
    `there is no ${program}: the tests of faults start a server of their own. Install it, or ` +
      'narrow with VERSA_TEST_DATABASES=sqlite'
  )
}
