// What the page and the sandbox say to each other, over a port that only they have.
import type { RunEvent } from '../protocol'
import type { SandboxModule } from './imports'

/** A driver for SQLite and what it needs. */
export interface DriverAssets {
  readonly name: 'sqljs' | 'sqlite-wasm'
  /** The text of its script, where it is not in the runtime. */
  readonly script?: string
  readonly wasm: Uint8Array
}

/** Makes the sandbox ready: the slow part, which can happen before it is needed. */
export interface PrepareRequest {
  readonly kind: 'prepare'
  /** The engine. */
  readonly engine: Uint8Array
}

/** Runs the user's files. Once per sandbox: the next run has another one. */
export interface RunRequest {
  readonly kind: 'run'
  /** In an order in which each comes after those that it imports. */
  readonly modules: readonly SandboxModule[]
  readonly driver: DriverAssets
  /** The bytes of an SQLite file; null for an empty database. */
  readonly database: Uint8Array | null
  /** SQL that fills an empty database, of an imported `.sql` file. */
  readonly script: string | null
}

/** Asks for the database as it is now. */
export interface ExportRequest {
  readonly kind: 'export'
}

export type SandboxRequest = PrepareRequest | RunRequest | ExportRequest

export type SandboxReply =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  | { readonly kind: 'exported'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly message: string }
