// What a run of the user's code tells, in the playground's sandbox or in a project of `versa doc`.
// All of it survives a structured clone: dates, big whole numbers and bytes stay what they are.
import type { DialectName, Finding, InspectedSchema, QueryPlan } from '../browser/inspected.js'
import type { StatementEvent } from '../engine/statement-event.js'

/** A message of a run, in the order of events. */
export type RunEvent =
  | { readonly kind: 'console'; readonly line: ConsoleLine }
  | { readonly kind: 'statement'; readonly statement: StatementRecord }
  | { readonly kind: 'result'; readonly result: ResultRecord }
  | { readonly kind: 'database'; readonly product: string; readonly version: string }
  | { readonly kind: 'schema'; readonly schema: InspectedSchema }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly error: ErrorRecord }
  | { readonly kind: 'done'; readonly durationMs: number }

/** Something that was printed by `console.log` and its relatives. */
export interface ConsoleLine {
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug'
  /** The arguments; what cannot be cloned comes as text. */
  readonly values: readonly unknown[]
  /** Milliseconds since the run began. */
  readonly at: number
  /** How many lines were left out before this one, because too many came at once. */
  readonly dropped?: number
}

/** SQL of one dialect, or why there is none. */
export type Compiled =
  | { readonly sql: string }
  | { readonly error: { readonly code: string; readonly message: string } }

/** A statement that was run. */
export interface StatementRecord extends Omit<StatementEvent, 'query' | 'parameters' | 'error'> {
  /** From 1, in the order in which they began. */
  readonly number: number
  readonly parameters: readonly unknown[]
  /** The query as a tree of data; null for SQL of the user's own and for control statements. */
  readonly ast: unknown
  /** The same query for other databases; empty where there is no tree. */
  readonly dialects: Partial<Record<DialectName, Compiled>>
  /** How the database finds the rows; null where it cannot be asked (DDL, control statements). */
  readonly plan: QueryPlan | null
  readonly error?: ErrorRecord
}

/** A value that is shown: the default export of the query file, or what `show(value)` was given. */
export interface ResultRecord {
  /** What it is called: `default`, or the second argument of `show`. */
  readonly title: string
  /** Set where the value is a list of rows (or one row). */
  readonly table?: ResultTable
  /** The value itself, as plain data. */
  readonly value: unknown
}

/** Rows as a table. */
export interface ResultTable {
  readonly columns: readonly ResultColumn[]
  /** A row's values in the order of the columns; `undefined` where the row has no such property. */
  readonly rows: readonly (readonly unknown[])[]
}

export interface ResultColumn {
  readonly name: string
  /** `int`, `text`, `timestamp`, …; `relation` for loaded rows; `unknown` where nobody knows. */
  readonly type: string
}

/** An error as it is shown. */
export interface ErrorRecord {
  readonly name: string
  readonly message: string
  /** Of an error of VersaORM. */
  readonly code?: string
  readonly hint?: string
  readonly sql?: string
  /** Where it happened in the user's files. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
  readonly stack?: string
}
