// What the server and its child processes say to each other. The user's models and code run in a
// child: they may print, hang or end the process. A request is a line of JSON on the child's
// standard input; what it answers are lines of JSON on a channel of its own, since the user's code
// prints what it likes.
import type { InspectedSchema } from '../../../browser/inspected.js'

/** How the project is found. */
export interface ProjectRequest {
  /** Where `versa doc` was called. */
  readonly folder: string
  /** Patterns that were given instead of those of the configuration. */
  readonly models?: readonly string[]
  /** A database that was given instead of that of the configuration. */
  readonly database?: string
  /** How long it may take; the child says where it was when the time is up. */
  readonly timeLimitMs: number
}

/** Asks for what the models are. */
export interface InspectRequest extends ProjectRequest {
  readonly kind: 'inspect'
}

/** Asks for a run of code that imports the models. */
export interface RunRequest extends ProjectRequest {
  readonly kind: 'run'
  /** The files of the editor; `query.ts` is run. */
  readonly files: readonly SourceFile[]
  readonly write: boolean
}

export type ChildRequest = InspectRequest | RunRequest

/** A file of the project or of the editor. */
export interface SourceFile {
  /** From the project's folder: `src/models/user.ts`. */
  readonly name: string
  readonly text: string
}

/** Where something is in the project's files. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Why the models, or some of them, are not there. */
export interface Problem {
  readonly message: string
  readonly hint?: string
  readonly code?: string
  readonly place?: Place
  /** The lines of the stack that are in the project. */
  readonly stack?: string
}

/** What the child found out about the project before it loaded models. */
export interface ProjectSettings {
  /** The folder of the project, absolute. */
  readonly root: string
  /** The file of the configuration; null where there is none. */
  readonly config: string | null
  /** The patterns or places of models. */
  readonly patterns: readonly string[]
  /** The files in which models are looked for. */
  readonly files: readonly string[]
  /** The database, without anything secret; null where none is named. */
  readonly database: string | null
}

/** Where a model is declared. */
export interface ModelPlace {
  readonly model: string
  readonly file: string
  readonly line: number
}

/** What `inspect` is answered. */
export type InspectMessage =
  | { readonly kind: 'settings'; readonly settings: ProjectSettings }
  | { readonly kind: 'loading'; readonly file: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | {
      readonly kind: 'models'
      readonly schema: InspectedSchema
      readonly places: readonly ModelPlace[]
    }

/** What a child says when its time is up: where its code is; nowhere where it only waits. */
export interface StuckMessage {
  readonly kind: 'stuck'
  readonly place?: Place
}

/** Said when the user's code calls `process.exit`. */
export interface ExitMessage {
  readonly kind: 'exit'
  readonly code: number
  readonly place?: Place
}
