// What pages are told of the project.
import type { InspectedSchema } from '../../../browser/inspected.js'
import type { ModelPlace, Problem, ProjectSettings, SourceFile } from './messages.js'

/** What the page shows of a project. */
export interface ProjectState {
  /** Counts the times that it was loaded. */
  readonly version: number
  readonly loading: boolean
  /** Null until the first load has found out, and where the configuration does not load. */
  readonly settings: ProjectSettings | null
  readonly schema: InspectedSchema | null
  readonly places: readonly ModelPlace[]
  readonly problems: readonly Problem[]
  /** What the model files printed. */
  readonly printed: string
  /** Whether runs may write to the database. */
  readonly write: boolean
}

/** What the playground's editor gets of a project. */
export interface EditorFiles {
  /** The files of the models and what they import, for their types. */
  readonly files: readonly SourceFile[]
  /** A query to begin with, with the imports of all models. */
  readonly query: string
  /** The database, without anything secret; null: an empty one in memory. */
  readonly database: string | null
  readonly write: boolean
}
