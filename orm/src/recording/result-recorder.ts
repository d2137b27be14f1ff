import type { InspectedSchema } from '../browser/inspected.js'
import type { ResultRecord } from './events.js'
import { resultRecord } from './result-record.js'

/** How many values a run shows. */
const resultsMax = 100

/** What the recorder tells. */
export interface ResultHost {
  add(result: ResultRecord): void
  /** Told once, when there are more than are shown. */
  full(message: string): void
}

/** The values that a run shows. */
export class ResultRecorder {
  readonly #host: ResultHost
  #count = 0
  /** The models, to know the types of columns by; null: they are not known. */
  schema: InspectedSchema | null = null

  constructor(host: ResultHost) {
    this.#host = host
  }

  /** Shows a value when it is there; a query that was not run is run. */
  async show(value: unknown, title?: unknown): Promise<void> {
    const shown = this.#take(title)
    if (shown === null) return
    this.#add(await (isQuery(value) ? value.all() : value), shown)
  }

  /** Shows a value as it is now. */
  showNow(value: unknown, title: string): void {
    const shown = this.#take(title)
    if (shown !== null) this.#add(value, shown)
  }

  /** The title of one more value; null: there are too many. */
  #take(title: unknown): string | null {
    this.#count += 1
    if (this.#count === resultsMax + 1) this.#host.full(`Only ${resultsMax} results are shown.`)
    return this.#count > resultsMax ? null : String(title ?? `Result ${this.#count}`)
  }

  #add(value: unknown, title: string): void {
    this.#host.add(resultRecord(title, value, this.schema))
  }
}

/** A query that has not run: whoever shows it means its rows. */
function isQuery(value: unknown): value is { all(): Promise<unknown> } {
  if (typeof value !== 'object' || value === null) return false
  return 'all' in value && 'where' in value && typeof value.all === 'function'
}
