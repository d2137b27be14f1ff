// What the playground begins with: templates of code, and databases that they run against.
import type { SourceFile } from '../protocol'
import { templates as all } from './templates/all'

/** Code to begin with. */
export interface Template {
  /** What links say: `?template=blog`. */
  readonly id: string
  readonly title: string
  /** What it is listed under. */
  readonly group: string
  /** One sentence. */
  readonly description: string
  /** The `id` of the database that it runs against. */
  readonly database: string
  readonly files: readonly SourceFile[]
}

/** A database that comes with the playground. */
export interface SampleDatabase {
  readonly id: string
  readonly title: string
  /** The bytes of an SQLite file; null of an empty one. */
  load(): Promise<Uint8Array | null>
}

export const databases: readonly SampleDatabase[] = [
  { id: 'empty', title: 'Empty', load: async () => null },
  sample('atlas', 'Atlas: countries and cities'),
  sample('shop', 'Shop: products and orders'),
  sample('blog', 'Blog: users and posts')
]

export const templates: readonly Template[] = all

/** A file that `scripts/build-data.mjs` made, beside the page. */
function sample(id: string, title: string): SampleDatabase {
  return {
    id,
    title,
    async load() {
      const response = await fetch(new URL(`data/${id}.sqlite`, document.baseURI))
      if (!response.ok) throw new Error(`The database could not be loaded (${response.status}).`)
      return new Uint8Array(await response.arrayBuffer())
    }
  }
}
