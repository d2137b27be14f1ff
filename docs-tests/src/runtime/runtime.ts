// Runs inside the process of a block: records what its assertions meet, its statements and what it
// prints, and leads its connections to the databases of the run.
import { isDeepStrictEqual } from 'node:util'
import { type ConnectOptions, type Database, VersaError } from 'versa-orm'
import { type Literal, literalOf, plain, shown } from './literal.js'
import { normalSql, sqlStatements } from './sql-statements.js'
import { tableOf } from './table.js'

/** What an assertion met. */
export interface Met {
  readonly number: number
  /** Undefined where it holds, as far as the block's process knows: it knows no SQL. */
  readonly failure?: string
  /** The value that there was, where it can be written. */
  readonly value?: Literal
  /** The statements that there were. */
  readonly sql?: readonly string[]
}

/** What a block of a program did. */
export interface BlockSeen {
  readonly printed: string
  readonly statements: readonly string[]
}

/** What a block's process says when it is done. */
export interface Report {
  readonly met: readonly Met[]
  /** What the blocks of the program did, one after another. */
  readonly blocks: readonly BlockSeen[]
  /** The stack of what the block threw and did not catch. */
  readonly thrown?: string
}

/** Stands where a value or a statement is to be written by `npm run docs:update`. */
export const $missing = Symbol('missing')

const met: Met[] = []
const statements: string[] = []
const blocks: { printed: string; from: number }[] = []
const marks = new Map<number, number>()

/** Compares a value with what the page says, and hands it on. */
export function $value<T>(number: number, actual: T, expected: () => unknown): T {
  const wanted = expected()
  if (actual instanceof Promise) {
    met.push({ number, failure: 'the value is a promise: await it' })
  } else if (isDeepStrictEqual(plain(actual), plain(wanted))) {
    met.push({ number })
  } else {
    const begin =
      wanted === $missing ? 'the expected value is missing' : `expected ${shown(wanted)}`
    const value = literalOf(actual)
    const failure = `${begin}\n  actual ${shown(actual)}`
    met.push(value === undefined ? { number, failure } : { number, failure, value })
  }
  return actual
}

/** Remembers that a statement of the program begins. */
export function $mark(number: number): void {
  marks.set(number, statements.length)
}

/** Records the SQL since the mark; of a query that did not run, what it would run. */
export function $sql<T>(number: number, _: unknown, value: T): T {
  if (value instanceof Promise) {
    met.push({ number, failure: 'the statement is a promise: await it' })
    return value
  }
  const since = statements.slice(marks.get(number) ?? 0)
  const sql = since.length === 0 && isQuery(value) ? [value.toSQL().sql] : since
  met.push({ number, sql })
  return value
}

function isQuery(value: unknown): value is { toSQL(): { sql: string } } {
  return typeof value === 'object' && value !== null && 'toSQL' in value
}

/** Checks that a statement throws a VersaError with a code. */
export async function $throws(
  number: number,
  code: string,
  statement: () => Promise<void>
): Promise<void> {
  try {
    await statement()
  } catch (error) {
    const actual = error instanceof VersaError ? error.code : String(error)
    const failure = `expected the error ${code}\n  actual ${actual}`
    met.push(actual === code ? { number } : { number, failure })
    return
  }
  met.push({ number, failure: `expected the error ${code}\n  actual no error` })
}

/** Another block of the program begins. */
export function $block(_: number): void {
  blocks.push({ printed: '', from: statements.length })
}

type Connect = (url: string, options?: ConnectOptions) => Promise<Database>

/**
 * `connect`, which tells what is executed and, where the run provides a server, opens a database
 * of the run instead of the one that a page's URL names.
 */
export function $redirect(connect: Connect, caller: 'prelude' | 'block'): Connect {
  return (url, options = {}) => {
    // What is no option is the ORM's to refuse.
    if (typeof url !== 'string' || typeof options !== 'object' || options === null) {
      return connect(url, options)
    }
    const { log, replicas } = options
    const changed: { log?: ConnectOptions['log']; replicas?: readonly string[] } = {}
    if (log === undefined || typeof log === 'function') {
      changed.log = entry => {
        statements.push(normalSql(entry.sql))
        log?.(entry)
      }
    }
    if (Array.isArray(replicas)) changed.replicas = replicas.map(each => urlOf(each, caller))
    return connect(urlOf(url, caller), { ...options, ...changed } as ConnectOptions)
  }
}

/** The URLs of the run: of the database that set-up files open, and of each server. */
const urls = JSON.parse(process.env['VERSA_DOCS_URLS'] ?? '{}') as Record<string, string>

const servers: Readonly<Record<string, string>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mariadb',
  mariadb: 'mariadb'
}

function urlOf(url: string, caller: 'prelude' | 'block'): string {
  if (caller === 'prelude') return url === 'sqlite::memory:' ? (urls['default'] ?? url) : url
  const own = urls[servers[/^([a-z]+):\/\//.exec(url)?.[1] ?? ''] ?? '']
  if (own === undefined) return url
  const search = /\?.*$/.exec(url)?.[0] ?? ''
  return `${own}${search}`
}

/** Runs the statements of a block of SQL; those with placeholders are only planned. */
async function runSql(db: Database, text: string): Promise<void> {
  let rows: object[] = []
  for (const { parts } of sqlStatements(text)) {
    const [first = '', ...rest] = parts
    const planned = rest.length > 0
    const strings = planned ? [`EXPLAIN ${first}`, ...rest] : [first]
    const template = Object.assign(strings, { raw: strings })
    const found = await db.sql(template, ...rest.map(() => null)).rows()
    rows = planned ? [] : found
  }
  const last = blocks.at(-1)
  if (last !== undefined) last.printed += tableOf(rows)
}

Object.assign(globalThis, { $sqlBlock: runSql })

/** Runs a block, closes what its prelude opened, and reports to the process that waits. */
export async function $run(block: () => Promise<unknown>, close: () => Promise<void>) {
  listen(process.stdout)
  listen(process.stderr)
  let thrown: string | undefined
  try {
    await block()
  } catch (error) {
    thrown = error instanceof Error ? (error.stack ?? error.message) : shown(error)
  }
  const seen = blocks.map(({ printed, from }, index) => ({
    printed,
    statements: statements.slice(from, blocks[index + 1]?.from)
  }))
  await close()
  const report: Report = { met, blocks: seen, ...(thrown === undefined ? {} : { thrown }) }
  process.send?.(report)
}

/** What is printed belongs to the block that runs. */
function listen(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  const listening = (...args: unknown[]): boolean => {
    const last = blocks.at(-1)
    if (last !== undefined) last.printed += String(args[0])
    return write(...args)
  }
  stream.write = listening as typeof stream.write
}
