// What the page and the worker say to each other: both import this, and nothing else of each other.

/** A note as the editor has it. */
export interface Fields {
  readonly title: string
  readonly body: string
  readonly pinned: boolean
  readonly tags: readonly string[]
}

/** A note that was deleted, with what it takes to bring it back. */
export interface Deleted extends Fields {
  readonly key: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Which notes a list has. */
export interface Wanted {
  /** Words that a note has; empty: all notes. */
  readonly text: string
  /** A tag that it has; empty: any. */
  readonly tag: string
  /** How many at most. */
  readonly limit: number
}

export interface Listed {
  readonly id: number
  readonly title: string
  readonly beginning: string
  readonly pinned: boolean
  readonly tags: readonly string[]
  readonly updatedAt: Date
}

export interface Found {
  readonly notes: readonly Listed[]
  /** How many there are beyond the limit, too. */
  readonly total: number
  /** Every tag, with the number of its notes. */
  readonly tags: readonly { readonly name: string; readonly notes: number }[]
}

/** What an import did. */
export interface Imported {
  readonly added: number
  readonly changed: number
  /** Notes that are here already, as they are or newer. */
  readonly left: number
}

/** What the page may ask for. */
export interface Calls {
  list(wanted: Wanted): Promise<Found>
  /** Null where it is gone. */
  read(id: number): Promise<Fields | null>
  /** Saves a note, a new one where there is no id, and gives its id. */
  save(id: number | null, fields: Fields): Promise<number>
  /** Null where it is gone already. */
  remove(id: number): Promise<Deleted | null>
  bringBack(note: Deleted): Promise<number>
  exportFile(): Promise<Uint8Array>
  importFile(file: Uint8Array): Promise<Imported>
  /** Takes the notes from the tab that has them. */
  takeOver(): Promise<void>
  /** Lets another tab have them. */
  leave(): Promise<void>
}

/** Where the notes are. */
export type State =
  | { readonly kind: 'opening' }
  /** In a file of the browser. */
  | { readonly kind: 'kept' }
  /** In another tab, which has the file. */
  | { readonly kind: 'elsewhere' }
  /** In memory, until the tab is closed. */
  | { readonly kind: 'memory'; readonly why: string }

export type Call = {
  readonly number: number
  readonly name: keyof Calls
  readonly values: readonly unknown[]
}

export type Said =
  | { readonly kind: 'state'; readonly state: State }
  /** Notes were written. */
  | { readonly kind: 'changed' }
  /** Another tab takes the notes: what is typed has to be saved, and then `leave` called. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'answer'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly number: number; readonly message: string }
