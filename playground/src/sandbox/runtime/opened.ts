// The databases of a run: its own, and those that the user's code opens by `connect`.
import type { RunRequest } from '../messages'
import { checkUrl, openDatabase } from './database'
import { type ConnectOptions, type Database, exportDatabase, type StatementEvent } from './orm'

type Observe = (event: StatementEvent) => void

export class OpenedDatabases {
  readonly #request: RunRequest
  readonly #observe: Observe
  readonly #beforeClose: () => Promise<void>
  #first: Database | null = null
  #taken = false
  /** What the first one held when the user's code closed it. */
  #left: Uint8Array | null = null

  /** @param beforeClose What has to be asked of the database while it is open. */
  constructor(request: RunRequest, observe: Observe, beforeClose: () => Promise<void>) {
    this.#request = request
    this.#observe = observe
    this.#beforeClose = beforeClose
  }

  /** The first one, which the models use; null before the run. */
  get first(): Database | null {
    return this.#first
  }

  /** Opens the run's own, for code that opens none. */
  async open(): Promise<void> {
    this.#first = await openDatabase(this.#request, { observe: this.#observe })
  }

  /**
   * The user's `connect`. The first one takes the place of the run's own, so that it is the
   * default of the models as it would be anywhere else; others begin empty.
   */
  readonly connect = async (url: unknown, options: ConnectOptions = {}): Promise<Database> => {
    await checkUrl(url)
    const given = { ...options, observe: this.#observe }
    const { name } = options as { readonly name?: unknown }
    if (this.#taken || name !== undefined) {
      return openDatabase({ ...this.#request, database: null, script: null }, given)
    }
    this.#taken = true
    await this.#first?.close()
    this.#first = await openDatabase(this.#request, given)
    this.#watchClose(this.#first)
    return this.#first
  }

  #watchClose(database: Database): void {
    const close = database.close.bind(database)
    database.close = async options => {
      if (this.#left === null) {
        await this.#beforeClose()
        this.#left = await exportDatabase(database)
      }
      await close(options)
    }
  }

  /**
   * The bytes of the first one, as the user's code left it.
   *
   * @throws {Error} Before the run.
   */
  async export(): Promise<Uint8Array> {
    if (this.#left !== null) return this.#left.slice()
    if (this.#first === null) throw new Error('There is no database yet: run the code first.')
    return exportDatabase(this.#first)
  }
}
