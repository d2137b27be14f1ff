// One run of the user's files: tables, seed, query, results.
import { ResultRecorder } from '../../../../orm/src/recording/result-recorder'
import { StatementRecorder, statementsMax } from '../../../../orm/src/recording/statement-recorder'
import type { RunEvent } from '../../protocol'
import { modelsFile, queryFile, seedFile, setupFile } from '../../workspace/workspace'
import type { RunRequest } from '../messages'
import { Asserted, assertedName } from './asserted'
import { rowsOf } from './database'
import { errorRecord } from './errors'
import { type Linked, placeModules } from './modules'
import { OpenedDatabases } from './opened'
import { type Database, inspect, versaOrm } from './orm'

/** Where a run tells what happens. */
export interface RunHost {
  add(event: RunEvent): void
  warn(text: string): void
}

type Model = Parameters<typeof inspect.schema>[0][number]

export class UserRun {
  readonly #host: RunHost
  readonly #linked: Linked
  readonly #statements: StatementRecorder
  readonly #results: ResultRecorder
  readonly #databases: OpenedDatabases

  constructor(request: RunRequest, host: RunHost) {
    this.#host = host
    this.#databases = new OpenedDatabases(
      request,
      event => this.#statements.observe(event),
      () => this.#explain()
    )
    this.#linked = placeModules(request.modules, {
      ...versaOrm,
      connect: this.#databases.connect
    })
    this.#statements = new StatementRecorder({
      add: statement => host.add({ kind: 'statement', statement }),
      full: () => host.warn(`Only the first ${statementsMax} statements are shown.`),
      rows: sql => this.#rows(sql),
      describeError: error => errorRecord(error, this.#linked.files),
      inspect
    })
    this.#results = new ResultRecorder({
      add: result => host.add({ kind: 'result', result }),
      full: message => host.warn(message)
    })
  }

  /** The database as the code left it. @throws {Error} Before the run. */
  exportDatabase(): Promise<Uint8Array> {
    return this.#databases.export()
  }

  /** Runs all of it; what goes wrong is told as `failed`. */
  async run(): Promise<void> {
    try {
      await this.#databases.open()
      Object.defineProperty(globalThis, 'db', { get: () => this.#db })
      Object.defineProperty(globalThis, assertedName, {
        value: new Asserted((value, title) => this.#results.showNow(value, title))
      })
      const setup = await this.#load(setupFile)
      if (this.#db !== null) {
        const { product, version } = this.#db
        this.#host.add({ kind: 'database', product, version })
      }
      await this.#prepareTables(Object.values(setup).filter(isModel))
      this.#statements.recording = true
      const { default: value } = await this.#load(queryFile)
      if (value !== undefined) await this.show(value, 'default')
    } catch (error) {
      this.fail(error)
    }
  }

  /** Tells of an error of the user's code. */
  fail(error: unknown): void {
    this.#host.add({ kind: 'failed', error: errorRecord(error, this.#linked.files) })
  }

  /** What `show` does. A query that was not run is run. */
  show(value: unknown, title?: unknown): Promise<void> {
    return this.#results.show(value, title)
  }

  get #db(): Database | null {
    return this.#databases.first
  }

  async #load(name: string): Promise<Record<string, unknown>> {
    const url = this.#linked.urls.get(name)
    return url === undefined ? {} : import(/* @vite-ignore */ url)
  }

  #rows(sql: string): Promise<Record<string, unknown>[]> {
    return this.#db === null ? Promise.resolve([]) : rowsOf(this.#db, sql)
  }

  /**
   * Creates what is missing of the models' tables, and fills them where all are empty.
   *
   * @param known Models whose tables are there already.
   */
  async #prepareTables(known: readonly Model[]): Promise<void> {
    const models = Object.values(await this.#load(modelsFile)).filter(isModel)
    if (known.length + models.length > 0) {
      const schema = inspect.schema([...known, ...models])
      this.#results.schema = schema
      this.#host.add({ kind: 'schema', schema })
    }
    // A set-up makes what it needs: the examples after it create their own tables.
    if (models.length > 0 && !this.#linked.urls.has(setupFile)) {
      await this.#db?.schema.createIfMissing(models)
    }
    const seeded = this.#linked.urls.has(seedFile)
    if (seeded && (await this.#isEmpty())) await this.#load(seedFile)
  }

  /** Whether no table of the models has a row. */
  async #isEmpty(): Promise<boolean> {
    for (const { table } of this.#results.schema?.tables ?? []) {
      const name = `"${table.replaceAll('"', '""')}"`
      if ((await this.#rows(`SELECT 1 FROM ${name} LIMIT 1`)).length > 0) return false
    }
    return true
  }

  /** Asks how the database finds the rows; that is no statement of the user's. */
  async #explain(): Promise<void> {
    const { recording } = this.#statements
    this.#statements.recording = false
    await this.#statements.explainAll()
    this.#statements.recording = recording
  }

  /** What can be said only when all statements have run. */
  async conclude(): Promise<void> {
    try {
      await this.#explain()
      this.#statements.recording = false
      this.#host.add({ kind: 'findings', findings: this.#statements.findings() })
    } catch (error) {
      this.#host.warn(`The statements could not be explained: ${String(error)}`)
    }
  }
}

function isModel(value: unknown): value is Model {
  return typeof value === 'function' && 'createMany' in value && 'where' in value
}
