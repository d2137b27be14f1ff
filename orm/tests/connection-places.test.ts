import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connect } from 'versa-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from './support/databases.js'
import { canary, expectFailure } from './support/failures.js'
import { type OwnServer, startMariadb, startPostgres } from './support/own-servers.js'

const encoded = encodeURIComponent

describe('a PostgreSQL of the test', () => {
  let server: OwnServer
  const folder = temporaryFolder()

  beforeAll(async () => {
    server = await startPostgres(['local all all trust', 'host all all 127.0.0.1/32 scram-sha-256'])
    await using db = await connect(socketUrl())
    await db.sql`create role ada login password 'it''s : a \\ secret'`.execute()
    await db.sql`create database shop`.execute()
    await db.sql`alter database shop set timezone to 'America/New_York'`.execute()
  }, 90_000)
  afterAll(() => server?.remove())
  afterEach(() => vi.unstubAllEnvs())

  const socketUrl = (query = '') =>
    `postgres://postgres@/postgres?host=${encoded(server.folder)}&port=${server.port}${query}`

  async function connected(url: string) {
    await using db = await connect(url)
    return db.sql`select current_user as "user", current_database() as database,
      inet_server_addr()::text as address`.first()
  }

  test('a socket of the machine, as a parameter and as the host', async () => {
    const bySocket = { user: 'postgres', database: 'postgres', address: null }
    expect(await connected(socketUrl())).toEqual(bySocket)
    const host = `${encoded(server.folder)}:${server.port}`
    expect(await connected(`postgres://postgres@${host}/postgres`)).toEqual(bySocket)
    const user = `user=postgres&port=${server.port}`
    const plain = `postgresql:///shop?host=${server.folder}&${user}`
    expect(await connected(plain)).toEqual({ ...bySocket, database: 'shop' })
  })

  test('a socket that is not there', async () => {
    const url = `postgres://postgres:${canary}@/postgres?host=%2Fnowhere`
    await expectFailure(() => connect(url), {
      code: 'CONNECTION_FAILED',
      names: /\/nowhere\/\.s\.PGSQL\.5432/
    })
  })

  test('options and the name of the application', async () => {
    const options = encoded('-c geqo=off -c lock_timeout=1234')
    const query = `&application_name=${encoded('the shop')}&options=${options}`
    await using db = await connect(socketUrl(query))
    const row = await db.sql`select current_setting('geqo') as geqo,
      current_setting('lock_timeout') as lock, current_setting('application_name') as name`.first()
    expect(row).toEqual({ geqo: 'off', lock: '1234ms', name: 'the shop' })
  })

  const byName = () => `postgres://ada@127.0.0.1:${server.port}/shop`
  const shop = { user: 'ada', database: 'shop', address: '127.0.0.1/32' }

  async function passwords(lines: readonly string[], mode = 0o600): Promise<string> {
    const file = path.join(folder(), `pgpass-${Math.random()}`)
    await writeFile(file, `${lines.join('\n')}\n`)
    await chmod(file, mode)
    return file
  }

  test('a password from PGPASSFILE, and from the file that the URL names', async () => {
    const file = await passwords([
      '# a comment',
      `127.0.0.1:${server.port}:other:ada:${canary}`,
      `127.0.0.1:*:shop:ada:it's \\: a \\\\ secret`,
      `*:*:*:*:${canary}`
    ])
    vi.stubEnv('PGPASSFILE', file)
    expect(await connected(byName())).toEqual(shop)
    vi.stubEnv('PGPASSFILE', '/nowhere')
    expect(await connected(`${byName()}?passfile=${encoded(file)}`)).toEqual(shop)
    const wrong = byName().replace('ada@', `ada:${canary}@`)
    const refused = { code: 'CONNECTION_FAILED', names: /refused the password/ } as const
    await expectFailure(() => connected(`${wrong}?passfile=${encoded(file)}`), refused)
  })

  test('a password from ~/.pgpass', async () => {
    const home = path.join(folder(), 'home')
    await mkdir(home)
    await rename(await passwords([`*:*:*:ada:it's \\: a \\\\ secret`]), path.join(home, '.pgpass'))
    vi.stubEnv('PGPASSFILE', undefined)
    vi.stubEnv('HOME', home)
    expect(await connected(byName())).toEqual(shop)
  })

  test('a file of passwords that others may read, or without the place', async () => {
    const open = await passwords([`*:*:*:*:${canary}`], 0o644)
    await expectFailure(() => connected(`${byName()}?passfile=${encoded(open)}`), {
      code: 'CONNECTION_FAILED',
      names: /password.*chmod 600/
    })
    const elsewhere = await passwords([`elsewhere:*:*:*:${canary}`])
    await expectFailure(() => connected(`${byName()}?passfile=${encoded(elsewhere)}`), {
      code: 'CONNECTION_FAILED',
      names: /asks for a password.*\.pgpass/
    })
  })

  test('times are in UTC, whatever the server and the database are set to', async () => {
    for (const initStatements of [[], ["set time zone 'Asia/Tokyo'"]]) {
      const url = socketUrl().replace('/postgres?', '/shop?')
      await using db = await connect(url, { initStatements })
      const at = new Date('2024-07-01T12:30:00.123Z')
      const row = await db.sql`select current_setting('timezone') as zone, ${at}::timestamptz as at,
        (${at}::timestamptz)::text as text,
        extract(hour from ${at}::timestamptz)::int as hour`.first()
      expect(row).toMatchObject({ zone: 'UTC', text: '2024-07-01 12:30:00.123+00', hour: 12 })
      expect(row?.['at']).toEqual(at)
    }
  })
})

describe('a MariaDB of the test', () => {
  let server: OwnServer
  beforeAll(async () => {
    server = await startMariadb()
  }, 90_000)
  afterAll(() => server?.remove())

  const url = () => `mariadb://root@localhost/mysql?socket=${encoded(`${server.folder}/socket`)}`

  test('a socket of the machine', async () => {
    await using db = await connect(url())
    const row = await db.sql`select current_user() as name, @@port as port`.first()
    expect(row).toEqual({ name: 'root@localhost', port: server.port })
    const nowhere = `mysql://root:${canary}@localhost/?socket=%2Fnowhere%2Fsocket`
    await expectFailure(() => connect(nowhere), {
      code: 'CONNECTION_FAILED',
      names: /\/nowhere\/socket/
    })
  })

  test('times are in UTC, whatever the server is set to', async () => {
    for (const initStatements of [[], ["set time_zone = '+09:00'"]]) {
      await using db = await connect(url(), { initStatements })
      const row = await db.sql`select @@global.time_zone as server, @@time_zone as zone,
        timestampdiff(second, utc_timestamp(), now()) as off,
        from_unixtime(0) as epoch`.first()
      expect(row).toMatchObject({ server: '+05:45', zone: '+00:00', off: 0 })
      expect(row?.['epoch']).toEqual(new Date(0))
    }
  })
})
