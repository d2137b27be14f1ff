import type { Query } from '../ast/generated/ast.js'
import type { Param } from './engine.js'

/** A statement that ran, as the option `observe` is told of it. */
export interface StatementEvent {
  /** The query as a tree of data; null for SQL of the user's own. */
  readonly query: Query | null
  /** The statement, with placeholders. */
  readonly sql: string
  /** Its values, in the order of the placeholders. */
  readonly parameters: readonly Param[]
  /** How long it took, in milliseconds. */
  readonly durationMs: number
  /** How many rows it returned. */
  readonly rows: number
  /** How many rows it wrote. */
  readonly affected: number
  /** Whether it writes; `unknown` for the user's own SQL. */
  readonly access: 'read' | 'write' | 'unknown'
  /** The tables that it reads. */
  readonly reads: readonly string[]
  /** The tables that it writes. */
  readonly writes: readonly string[]
  /** Why it failed, if it did. */
  readonly error?: unknown
}
