import type { EngineOptions } from '../engine/engine.js'
import { didYouMean } from '../errors/did-you-mean.js'
import { kindOf } from '../errors/kind-of.js'
import { checkInitStatements, checkTls } from './engine-options.js'
import { invalid } from './invalid-configuration.js'
import type { LogEntry, Observation, ShowParameter } from './log.js'
import { type DatabaseWarning, guarded, type Warn, warnProcess } from './warnings.js'

/** Options of {@link connect}. */
export interface ConnectOptions extends EngineOptions {
  /** Is told of each statement, after it. Default: nobody is. */
  readonly log?: (entry: LogEntry) => void
  /**
   * Whether the log is told the values: all of them, or what a function makes of each. Default:
   * false.
   */
  readonly logParameters?: boolean | ShowParameter
  /** Whether errors have the statement's values as `parameters`. Default: false. */
  readonly errorParameters?: boolean
  /**
   * Whether look-ups of one row (`find`, `first` by a unique column) and loads of relations of one
   * row that are asked for in the same tick become one statement, on databases behind a connection.
   * Default: true.
   */
  readonly mergeLookups?: boolean
  /**
   * A name for it, by which models and `connection(name)` find it. One with a name is not the
   * default of models, unless the name is `default`. Default: no name.
   */
  readonly name?: string
  /**
   * URLs of copies of the database that can be read from: queries that only read are sent to one
   * after another; writes, transactions and your own SQL to the primary. Default: none.
   */
  readonly replicas?: readonly string[]
  /**
   * For how long all reads go to the primary after a write of this process, in milliseconds.
   * Default: 0. The async context that wrote reads from the primary in any case.
   */
  readonly stickyMs?: number
  /**
   * How long a statement may take, in milliseconds: then it is stopped in the database and fails
   * with `TIMEOUT`. `timeoutMs` of a query goes before it. Default: no limit.
   */
  readonly statementTimeoutMs?: number
  /** For how long a replica is left out that cannot be reached, in milliseconds; default 5,000. */
  readonly replicaRetryMs?: number
  /** Reports a transaction that is open for longer, in milliseconds. Default: none is reported. */
  readonly longTransactionMs?: number
  /** Is told of what is no failure of a statement. Default: a warning of the process. */
  readonly warn?: (warning: DatabaseWarning) => void
}

const kinds: Readonly<Record<keyof ConnectOptions, readonly string[]>> = {
  maxConnections: ['number'],
  minConnections: ['number'],
  acquireTimeoutMs: ['number'],
  idleTimeoutMs: ['number'],
  maxLifetimeMs: ['number'],
  connectTimeoutMs: ['number'],
  busyTimeoutMs: ['number'],
  statementCache: ['number'],
  readOnly: ['boolean'],
  initStatements: ['object'],
  tls: ['object'],
  pgbouncer: ['boolean'],
  log: ['function'],
  logParameters: ['boolean', 'function'],
  errorParameters: ['boolean'],
  mergeLookups: ['boolean'],
  name: ['string'],
  replicas: ['object'],
  stickyMs: ['number'],
  statementTimeoutMs: ['number'],
  replicaRetryMs: ['number'],
  longTransactionMs: ['number'],
  warn: ['function']
}

/** Options that are not the engine's, with their defaults. */
export interface HandleOptions {
  readonly observation: Observation
  readonly mergeLookups: boolean
  readonly name: string | undefined
  readonly replicas: readonly string[]
  readonly stickyMs: number
  readonly replicaRetryMs: number
  readonly statementTimeoutMs: number | undefined
  readonly longTransactionMs: number | undefined
  readonly warn: Warn
}

/** Options for which nothing is no number. */
const atLeastOne = ['maxConnections', 'longTransactionMs', 'statementTimeoutMs']

/** What the engine counts with; in milliseconds nearly fifty days. */
const largestNumber = 4_294_967_295

/** Checks the options and tells those of the engine from those of the layer above. */
export function splitOptions(options: ConnectOptions): {
  readonly engine: EngineOptions
  readonly handle: HandleOptions
} {
  const given: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    checkOption(name, value)
    if (value !== undefined) given[name] = value
  }
  const {
    log,
    logParameters = false,
    errorParameters = false,
    mergeLookups = true,
    name,
    replicas = [],
    stickyMs = 0,
    replicaRetryMs = 5_000,
    statementTimeoutMs,
    longTransactionMs,
    warn = warnProcess,
    ...engine
  } = given as ConnectOptions
  const observation = { log, logParameters, errorParameters }
  checkReplicas(replicas)
  return {
    engine,
    handle: {
      observation,
      mergeLookups,
      name,
      replicas,
      stickyMs,
      replicaRetryMs,
      statementTimeoutMs,
      longTransactionMs,
      warn: guarded(warn)
    }
  }
}

function checkReplicas(replicas: unknown): void {
  if (!Array.isArray(replicas)) {
    throw invalid(`the option replicas cannot be ${kindOf(replicas)}`, 'pass a list of URLs')
  }
  for (const url of replicas) checkUrl(url)
}

function checkOption(name: string, value: unknown): void {
  const allowed = Object.hasOwn(kinds, name) ? kinds[name as keyof ConnectOptions] : undefined
  if (allowed === undefined) {
    throw invalid(
      `connect has no option ${JSON.stringify(name)}`,
      didYouMean(name, Object.keys(kinds))
    )
  }
  if (value === undefined) return
  if (!allowed.includes(typeof value)) {
    throw invalid(
      `the option ${name} cannot be ${kindOf(value)}`,
      `pass a ${allowed.join(' or a ')}`
    )
  }
  if (value === '') throw invalid(`the option ${name} is an empty text`, 'leave it out')
  if (name === 'tls') checkTls(value)
  if (name === 'initStatements') checkInitStatements(value)
  const least = atLeastOne.includes(name) ? 1 : 0
  const fits = (number: number) =>
    Number.isInteger(number) && number >= least && number <= largestNumber
  if (typeof value === 'number' && !fits(value)) {
    const range = `from ${least} to ${largestNumber}`
    throw invalid(`the option ${name} got no whole number ${range}`, 'pass one')
  }
}

const schemes = ['sqljs', 'sqlite-wasm', 'sqlite', 'postgres', 'postgresql', 'mysql', 'mariadb']

/** Refuses what cannot be the URL of a database, without quoting it: it may contain a password. */
export function checkUrl(url: unknown): asserts url is string {
  const example = "like 'sqlite:app.db', 'postgres://user@host/database' or 'mysql://…'"
  if (typeof url !== 'string' || url === '') {
    throw invalid(
      `connect got ${url === '' ? 'an empty URL' : kindOf(url)}`,
      `pass a URL ${example}`
    )
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined)
    throw invalid('connect got a URL without a scheme', `pass one ${example}`)
  if (schemes.includes(scheme)) return
  throw invalid(`connect knows no scheme ${JSON.stringify(scheme)}`, didYouMean(scheme, schemes))
}
