import type { ExecuteResult } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'
import { planFor } from '../plan/plan-for.js'
import { settle } from '../plan/settle.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { Returning, Terminal } from '../shape/steps.js'
import { appendLooseRow, conflictKey, conflictOf, rowList } from './given.js'
import { type InsertGroup, insertGroups, rowsInOrder, runGroups } from './groups.js'
import { inOrder } from './in-order.js'

const insertRows = { kind: 'insertRows', returning: 'nothing' } as const satisfies Terminal
const insertRow = { kind: 'insertRow', returning: 'nothing' } as const satisfies Terminal

/** Adds one row or several; the number of rows added. */
export function insertLoose(executor: Executor, source: Source, values: unknown): Promise<number> {
  return settle(
    () => insertAll<unknown>(executor, source, groupsOf(executor, source, values), 'nothing'),
    results => results.reduce((sum, { affected }) => sum + affected, 0)
  )
}

/** Adds one row or several; these columns of them, in their order. */
export function insertLooseReturning(
  executor: Executor,
  source: Source,
  values: unknown,
  columns: unknown
): Promise<object[]> {
  let groups: readonly InsertGroup[] = []
  return settle(
    () => {
      const names = rowList(source, columns)
      if (names.length === 0) {
        throw new VersaError('INVALID_QUERY', 'insertReturning got no columns', {
          table: source.name,
          hint: "name one at least: insertReturning(values, ['id'])"
        })
      }
      const returning = names.map(name => source.columnOrFail(String(name)))
      groups = groupsOf(executor, source, values)
      return insertAll<object>(executor, source, groups, returning)
    },
    results => rowsInOrder(groups, results)
  )
}

/** Adds a row, or changes the one that exists; the number of rows written. */
export function upsertLoose(
  executor: Executor,
  source: Source,
  values: unknown,
  options: unknown
): Promise<number> {
  return settle(
    () => {
      const conflict = conflictOf(source, values, options)
      const cells: EncodedValue[] = []
      const node = appendLooseRow(source, values, cells)
      const terminal: Terminal = { kind: 'insertRow', returning: 'nothing', conflict }
      const write = node.nextKeyed(`upsert:${conflictKey(conflict)}`, () => terminal)
      return executor.execute(planFor<unknown>(executor, source, write), cells)
    },
    result => result.affected
  )
}

function groupsOf(executor: Executor, source: Source, values: unknown): readonly InsertGroup[] {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values]
  return inOrder(executor, source, insertGroups(source, list, appendLooseRow))
}

function insertAll<Row>(
  executor: Executor,
  source: Source,
  groups: readonly InsertGroup[],
  returning: Returning
): ExecuteResult<Row>[] | Promise<ExecuteResult<Row>[]> {
  return runGroups<Row>(executor, source, groups, {
    row: node => terminalNode(node, insertRow, returning),
    rows: node => terminalNode(node, insertRows, returning)
  })
}

function terminalNode(
  node: ShapeNode,
  terminal: Extract<Terminal, { kind: 'insertRow' | 'insertRows' }>,
  returning: Returning
): ShapeNode {
  if (typeof returning === 'string') return node.next(terminal)
  const key = `${terminal.kind}:${returning.map(({ id }) => id)}`
  return node.nextKeyed(key, () => ({ kind: terminal.kind, returning }))
}
