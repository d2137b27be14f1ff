import { inspect } from '../../../../../browser/inspect.js'
import type { ConnectOptions } from '../../../../../connection/connect-options.js'
import { openDatabase } from '../../../../../connection/open-database.js'
import type { Database } from '../../../../../connection/types.js'
import type { Engine } from '../../../../../engine/engine.js'
import { loadNativeEngine } from '../../../../../engine/native.js'
import { loadWasmEngine, wasmScheme } from '../../../../../engine/wasm-in-node.js'
import * as orm from '../../../../../index.js'
import { ConsoleRecorder } from '../../../../../recording/console-recorder.js'
import type { ErrorRecord, RunEvent } from '../../../../../recording/events.js'
import { ResultRecorder } from '../../../../../recording/result-recorder.js'
import { StatementRecorder, statementsMax } from '../../../../../recording/statement-recorder.js'
import { tagged } from '../../../../../recording/tagged-json.js'
import type { AnyModel } from '../../../../../schema/model-types.js'
import type { RunRequest } from '../../messages.js'
import { loadEngineFile } from '../engine-file.js'
import { type FoundModel, loadModels } from '../inspection.js'
import { evaluate, loaderOf } from '../loader.js'
import { provideOrm } from '../orm-everywhere.js'
import { withoutDatabase } from '../orm-without-database.js'
import { tell } from '../outlet.js'
import { findProject } from '../project.js'
import { errorRecord } from './error-record.js'
import { ObservedEngine } from './observed-engine.js'

/** How long before the process is ended a statement is, in milliseconds. */
const aheadMs = 700

/** Where runs go that have no database: nothing of it is kept. */
const scratch = 'sqlite::memory:'

/** Runs the editor's code with the project's models, and tells what the page shows of it. */
export async function runInProject(request: RunRequest, root: string): Promise<void> {
  const run = new ProjectRun(request, root)
  process.on('uncaughtException', error => run.fail(error))
  process.on('unhandledRejection', error => run.fail(error))
  process.once('SIGTERM', () => void run.stop())
  await Promise.race([run.run(), run.failed])
  await run.conclude()
}

class ProjectRun {
  readonly #request: RunRequest
  readonly #root: string
  readonly #begun = performance.now()
  readonly #lines: ConsoleRecorder
  readonly #statements: StatementRecorder
  readonly #results: ResultRecorder
  readonly #databases: Database[] = []
  #url: string | undefined
  /** What is being shown: a query that nobody awaits is still of the run. */
  readonly #shown: Promise<void>[] = []
  /** Settles at the first error that nobody awaits: the run ends there, as a process would. */
  readonly failed: Promise<void>
  #settle: () => void = () => undefined

  constructor(request: RunRequest, root: string) {
    this.#request = request
    this.#root = root
    this.#lines = new ConsoleRecorder(line => this.#add({ kind: 'console', line }), this.#now)
    this.#statements = new StatementRecorder({
      add: statement => this.#add({ kind: 'statement', statement }),
      full: () => this.#warn(`Only the first ${statementsMax} statements are shown.`),
      rows: sql => this.#rows(sql),
      describeError: error => this.#describeError(error),
      inspect
    })
    this.#results = new ResultRecorder({
      add: result => this.#add({ kind: 'result', result }),
      full: message => this.#warn(message)
    })
    this.failed = new Promise(resolve => {
      this.#settle = resolve
    })
  }

  readonly #now = (): number => performance.now() - this.#begun

  #add(event: RunEvent): void {
    tell(tagged(event))
  }

  #warn(text: string): void {
    this.#lines.print('warn', [text])
  }

  /** The rows of a statement that is not the user's. */
  async #rows(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#databases[0]?.sql(Object.assign([sql], { raw: [sql] })).rows()) ?? []
  }

  async run(): Promise<void> {
    Object.assign(console, this.#lines.methods())
    try {
      await loadEngineFile()
      const modules = { ...orm, connect: this.#connect }
      provideOrm(modules)
      const { db, found } = await this.#open(modules)
      this.#tellSchema(found)
      if (this.#url === undefined) await db.schema.createIfMissing(modelsOf(found))
      Object.assign(globalThis, { db, show: this.#show })
      this.#statements.recording = true
      const exported = await evaluate(this.#root, modules, this.#request.files)
      if (exported['default'] !== undefined)
        await this.#results.show(exported['default'], 'default')
      await Promise.all(this.#shown)
    } catch (error) {
      this.fail(error)
    }
  }

  /** The project's database, which is the default of all models, and its models. */
  async #open(modules: Record<string, unknown>): Promise<{ db: Database; found: FoundModel[] }> {
    // The configuration is no code that should reach a database.
    const configuring = loaderOf(this.#root, withoutDatabase())
    const { settings, database } = await findProject(
      this.#request,
      this.#root,
      configuring,
      () => undefined
    )
    this.#url = database
    const db = await this.#connect(database ?? scratch)
    const found = await loadModels(this.#root, settings.files, loaderOf(this.#root, modules), {
      loading: () => undefined,
      failed: (error, file) => this.#warn(`${file} was not loaded: ${text(error)}`)
    })
    return { db, found }
  }

  /** `connect` for the project's files, too: what they open is told of and guarded as well. */
  readonly #connect = async (url: string, options: ConnectOptions = {}): Promise<Database> => {
    const { write, timeLimitMs } = this.#request
    const observation = {
      observe: this.#statements.observe.bind(this.#statements),
      readOnly: !write
    }
    const engineOf = async (asked: string): Promise<Engine> => {
      const scheme = wasmScheme(asked)
      const engine = scheme === undefined ? loadNativeEngine() : await loadWasmEngine(scheme)
      return new ObservedEngine(engine, observation)
    }
    const statementTimeoutMs = Math.max(50, timeLimitMs - aheadMs)
    const db = await openDatabase(engineOf, url, { statementTimeoutMs, ...options })
    this.#databases.push(db)
    return db
  }

  #tellSchema(found: readonly FoundModel[]): void {
    try {
      const schema = inspect.schema(modelsOf(found))
      this.#results.schema = schema
      this.#add({ kind: 'schema', schema })
    } catch (error) {
      this.#warn(`The models cannot be drawn: ${text(error)}`)
    }
  }

  readonly #show = (value: unknown, title?: string): Promise<void> => {
    const shown = this.#results.show(value, title).catch(error => this.fail(error))
    this.#shown.push(shown)
    return shown
  }

  /** Tells of an error, and ends the run. */
  fail(error: unknown): void {
    this.#add({ kind: 'failed', error: this.#describeError(error) })
    this.#settle()
  }

  #describeError(error: unknown): ErrorRecord {
    return errorRecord(error, { root: this.#root, write: this.#request.write })
  }

  /** What can be said only when all statements have run. */
  async conclude(): Promise<void> {
    this.#statements.recording = false
    try {
      if (this.#databases[0]?.product === 'SQLite') await this.#statements.explainAll()
      this.#add({ kind: 'findings', findings: this.#statements.findings() })
    } catch (error) {
      this.#warn(`The statements could not be explained: ${text(error)}`)
    }
    this.#lines.end()
    this.#add({ kind: 'done', durationMs: this.#now() })
    await this.#close()
  }

  /** Stops what runs, in the database too, and ends the process. */
  async stop(): Promise<void> {
    await this.#close()
    process.kill(process.pid, 'SIGKILL')
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#databases.map(db => db.close({ cancel: true })))
  }
}

function modelsOf(found: readonly FoundModel[]): readonly AnyModel[] {
  return found.map(({ model }) => model)
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
