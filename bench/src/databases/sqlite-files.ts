import { copyFile } from 'node:fs/promises'
import Database from 'better-sqlite3'
import type { Peer, Target } from '../peer.js'
import { type Notes, notesOf, notesThrough, type SyncSqlite } from './notes.js'

/** The database of the contenders that bring the same SQLite. */
export interface Share {
  readonly target: Target
  readonly notes: Notes
}

/** Which copy of SQLite a contender brings. */
function libraryOf({ kind, name }: Peer): 'versa' | 'node' | 'better' {
  if (kind === 'versa') return 'versa'
  return name === 'node:sqlite' ? 'node' : 'better'
}

/** Gives each copy of SQLite in this process a file of its own, with the same content. */
export class SqliteFiles {
  readonly #shares = new Map<string, Share>()

  constructor(private readonly filled: Target) {}

  /** The file of a contender. */
  async shareOf(peer: Peer): Promise<Share> {
    const library = libraryOf(peer)
    const known = this.#shares.get(library)
    if (known !== undefined) return known
    const file = `${this.filled.file}.${library}`
    await copyFile(this.filled.file, file)
    const target: Target = { ...this.filled, file, url: `sqlite:${file}` }
    const share = { target, notes: await this.#notes(library, target) }
    this.#shares.set(library, share)
    return share
  }

  async close(): Promise<void> {
    for (const { notes } of this.#shares.values()) await notes.close()
  }

  async #notes(library: string, { url, file }: Target): Promise<Notes> {
    if (library === 'versa') return notesOf(url)
    if (library === 'better') return notesThrough(new Database(file))
    const sqlite: { DatabaseSync: new (file: string) => SyncSqlite } = await import(
      'node:sqlite' as string
    )
    return notesThrough(new sqlite.DatabaseSync(file))
  }
}
