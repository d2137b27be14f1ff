import { stateOf } from '../../hydrate/row-class.js'
import type { Executor } from '../plan/executor.js'
import type { Source } from '../shape/source.js'

/** A row as a bag of its columns. */
type Values = Readonly<Record<string, unknown>>

/** Makes new instances of rows again whose insert is taken back. */
export type Forget = (rows: readonly object[]) => void

/**
 * What has to be done with inserted rows; undefined outside of a transaction, where nothing is
 * taken back. Rows lose what the database and the defaults filled in, so that `save` adds them
 * again.
 */
export function forgetting(
  executor: Executor,
  source: Source,
  list: readonly unknown[]
): Forget | undefined {
  if (!executor.inTransaction) return undefined
  // The caller's objects may be others by then.
  const filledIn = list.map(values =>
    source.columns.filter(column => !column.isGiven(values as Values))
  )
  return rows =>
    executor.undoOnRollback(() => {
      rows.forEach((row, at) => {
        for (const { property } of filledIn[at] ?? [])
          delete (row as Record<string, unknown>)[property]
        stateOf(row).replace(row, null)
      })
    })
}
