import type { Executor } from '../plan/executor.js'
import type { Source } from '../shape/source.js'

/** Where rows are written: a model, or a query of a table. */
export interface WriteTarget {
  readonly executor: Executor
  readonly source: Source
  /** Whether objects of values may set every column. */
  readonly unguarded: boolean
}
