import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { inspect } from 'node:util'
import { type ConnectOptions, connect, type TlsOptions } from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canary, expectFailure, failureOf } from './support/failures.js'
import { type OwnServer, startMariadb, startPostgres } from './support/own-servers.js'

/** What differs between the two servers. */
interface Kind {
  readonly name: string
  start(): Promise<OwnServer>
  /** The URL of a user who needs no certificate; without TLS unless it is asked for. */
  url(server: OwnServer, host: string): string
  /** Whether the connection is encrypted. */
  isEncrypted(url: string, options: ConnectOptions): Promise<boolean>
  /** The mode in a URL. */
  mode(mode: NonNullable<TlsOptions['mode']>): string
}

const kinds: readonly Kind[] = [
  {
    name: 'PostgreSQL',
    start: () =>
      startPostgres([
        'hostssl all ada 127.0.0.1/32 cert',
        'host all ada 127.0.0.1/32 reject',
        'host all all 127.0.0.1/32 trust',
        'local all all trust'
      ]),
    url: (server, host) => `postgres://postgres@${host}:${server.port}/postgres`,
    isEncrypted: async (url, options) => {
      await using db = await connect(url, options)
      const row = await db.sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.first()
      return row?.['ssl'] === true
    },
    mode: mode => `sslmode=${mode}`
  },
  {
    name: 'MariaDB',
    start: startMariadb,
    url: (server, host) => `mysql://root@${host}:${server.port}/mysql`,
    isEncrypted: async (url, options) => {
      await using db = await connect(url, options)
      const row = await db.sql`select variable_value as cipher
        from information_schema.session_status where variable_name = 'Ssl_cipher'`.first()
      return row?.['cipher'] !== ''
    },
    mode: mode =>
      `ssl-mode=${
        {
          disable: 'disabled',
          prefer: 'preferred',
          require: 'required',
          'verify-ca': 'verify_ca',
          'verify-full': 'verify_identity'
        }[mode]
      }`
  }
]

describe.each(kinds)('TLS to $name', kind => {
  let server: OwnServer
  const file = (name: string) => path.join(server.folder, name)
  const text = (name: string) => readFile(file(name), 'utf8')

  beforeAll(async () => {
    server = await kind.start()
    if (kind.name === 'PostgreSQL') {
      await using db = await connect(kind.url(server, '127.0.0.1'))
      await db.sql`create role ada login`.execute()
    } else {
      const socket = encodeURIComponent(file('socket'))
      await using db = await connect(`mysql://root@localhost/?socket=${socket}`)
      await db.sql`create user ada@'%' require x509`.execute()
      await db.sql`grant all on *.* to ada@'%'`.execute()
      await db.sql`grant all on *.* to root@'%' identified by ''`.execute()
    }
  }, 90_000)
  afterAll(() => server?.remove())

  const encrypted = (tls: TlsOptions | undefined, host = 'localhost', user?: string) => {
    const url = new URL(kind.url(server, host))
    if (user !== undefined) url.username = user
    return kind.isEncrypted(url.href, tls === undefined ? {} : { tls })
  }
  const insecure = { code: 'CONNECTION_FAILED', names: /securely/ } as const

  test('each mode', async () => {
    const ca = file('ca.crt')
    expect(await encrypted(undefined), 'it stays on this machine').toBe(false)
    expect(await encrypted({ mode: 'disable', ca })).toBe(false)
    expect(await encrypted({ mode: 'prefer' })).toBe(true)
    expect(await encrypted({ mode: 'require' }, '127.0.0.1')).toBe(true)
    expect(await encrypted({ mode: 'verify-ca', ca }, '127.0.0.1')).toBe(true)
    expect(await encrypted({ mode: 'verify-full', ca })).toBe(true)
    expect(await encrypted({ ca }), 'verify-full').toBe(true)
  })

  test('the authority as text', async () => {
    expect(await encrypted({ ca: await text('ca.crt') })).toBe(true)
  })

  test('another authority', async () => {
    const ca = file('other.crt')
    await expectFailure(() => encrypted({ ca }), insecure)
    await expectFailure(() => encrypted({ mode: 'verify-ca', ca }), insecure)
    await expectFailure(() => encrypted({ mode: 'require', ca }), insecure)
    await expectFailure(() => encrypted({ mode: 'verify-full' }), insecure)
  })

  test('another host', async () => {
    const ca = file('ca.crt')
    await expectFailure(() => encrypted({ mode: 'verify-full', ca }, '127.0.0.1'), insecure)
    expect(await encrypted({ ca, serverName: 'localhost' }, '127.0.0.1')).toBe(true)
    await expectFailure(() => encrypted({ ca, serverName: 'db.example.org' }), insecure)
  })

  test('the option goes before the URL, and the URL alone says the same', async () => {
    const url = `${kind.url(server, 'localhost')}?${kind.mode('disable')}`
    expect(await kind.isEncrypted(url, {})).toBe(false)
    expect(await kind.isEncrypted(url, { tls: { mode: 'require' } })).toBe(true)
    const authority = kind.name === 'PostgreSQL' ? 'sslrootcert' : 'ssl-ca'
    const with_ = (name: string) =>
      `${kind.url(server, 'localhost')}?${authority}=${encodeURIComponent(file(name))}`
    expect(await kind.isEncrypted(with_('ca.crt'), {})).toBe(true)
    await expectFailure(() => kind.isEncrypted(with_('other.crt'), {}), insecure)
  })

  test("a client's certificate", async () => {
    const files = { ca: file('ca.crt'), cert: file('client.crt'), key: file('client.key') }
    expect(await encrypted(files, 'localhost', 'ada')).toBe(true)
    const texts = { ca: files.ca, cert: await text('client.crt'), key: await text('client.key') }
    expect(await encrypted(texts, 'localhost', 'ada')).toBe(true)
    expect(await encrypted({ cert: files.cert, key: files.key }, '127.0.0.1', 'ada')).toBe(true)
    const refused = { code: 'CONNECTION_FAILED', names: /ada|certificate/ } as const
    await expectFailure(() => encrypted({ ca: files.ca }, 'localhost', 'ada'), refused)
    await expectFailure(() => encrypted({ mode: 'disable' }, 'localhost', 'ada'), refused)
  })

  test('keys and certificates that cannot be used are never quoted', async () => {
    const [ca, cert, key] = [file('ca.crt'), await text('client.crt'), await text('client.key')]
    const cases: readonly [string, TlsOptions, RegExp][] = [
      ['a key without its certificate', { ca, key }, /the other/],
      ['a certificate without its key', { ca, cert }, /the other/],
      ['a key on one line', { ca, cert, key: key.replaceAll('\n', '') }, /PEM/],
      ['a key that was cut', { ca, cert, key: key.slice(0, 120) }, /PEM/],
      ['a key that is none', { ca, cert, key: cert }, /nothing of the kind/],
      ['a certificate that is none', { ca, cert: key, key }, /no certificate/],
      ['another key', { ca, cert, key: await text('other.key') }, /TLS cannot be set up/],
      ['a file that is not there', { ca: '/nowhere/ca.crt' }, /\/nowhere\/ca\.crt/]
    ]
    const secret = key.split('\n')[1] ?? ''
    expect(secret.length).toBeGreaterThan(20)
    for (const [name, tls, names] of cases) {
      const connecting = () => encrypted(tls)
      const error = await expectFailure(connecting, { code: 'INVALID_CONFIGURATION', names })
      const shown = inspect(error, { depth: 10, showHidden: true })
      expect(shown, name).not.toContain(secret.slice(0, 16))
      // Nor as a list of its bytes.
      expect(shown, name).not.toContain([...Buffer.from(secret.slice(0, 4))].join(', '))
    }
  })

  test('a password does not get into messages', async () => {
    const url = new URL(kind.url(server, 'localhost'))
    url.password = canary
    const error = await failureOf(() =>
      kind.isEncrypted(url.href, { tls: { ca: file('other.crt') } })
    )
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary)
  })
})

describe('the option tls', () => {
  test.each<[string, unknown, RegExp]>([
    ['a text', 'require', /tls cannot be a string/],
    ['null', null, /tls cannot be null/],
    ['a list', [], /tls cannot be/],
    ['an unknown name', { rejectUnauthorized: false }, /no "rejectUnauthorized"/],
    ['a mode that is none', { mode: 'verify_full' }, /verify-full/],
    ['an empty key', { key: '' }, /tls\.key cannot be an empty text/],
    ['a buffer', { ca: Buffer.from(canary) }, /tls\.ca cannot be/]
  ])('%s', async (_, tls, names) => {
    await expectFailure(
      () => Reflect.apply(connect, undefined, ['postgres://localhost/x', { tls }]),
      { code: 'INVALID_CONFIGURATION', names }
    )
  })

  test('of SQLite', async () => {
    await expectFailure(() => connect('sqlite::memory:', { tls: { mode: 'require' } }), {
      code: 'INVALID_CONFIGURATION',
      names: /SQLite/
    })
  })
})
