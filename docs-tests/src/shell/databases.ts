import type { DatabaseName } from '../markdown/fence-meta.js'
import type { Block } from '../markdown/fences.js'
import { type Place, provideDatabase } from '../run/servers.js'

/** The databases that the commands of a page find, each made when it is first asked for. */
export class ProjectDatabases {
  readonly #places = new Map<DatabaseName, Place>()

  /** `DATABASE_URL`, for commands whose fence names a database. */
  async variablesFor({ meta }: Block): Promise<Record<string, string>> {
    const [name] = meta.db ?? []
    if (name === undefined) return {}
    // Commands come one after another and want to find what those before them wrote.
    if (name === 'sqlite') return { DATABASE_URL: 'sqlite:app.db' }
    const place = this.#places.get(name) ?? (await provideDatabase(name))
    this.#places.set(name, place)
    return { DATABASE_URL: place.url }
  }

  /** Drops what was made. */
  async remove(): Promise<void> {
    for (const place of this.#places.values()) await place.remove()
    this.#places.clear()
  }
}
