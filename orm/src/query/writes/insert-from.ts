import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { Conditions } from '../build/conditions.js'
import type { Executor } from '../plan/executor.js'
import { runQuery } from '../plan/run-query.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { rowList } from './given.js'

/**
 * Adds the rows of a query, in the database.
 *
 * @param columns The columns that get what is selected, in its order; without them, those of the
 *   same names.
 * @returns How many rows were added.
 */
export async function insertFrom(
  executor: Executor,
  source: Source,
  query: unknown,
  columns?: unknown
): Promise<number> {
  if (!(query instanceof Conditions)) {
    throw new VersaError('INVALID_QUERY', `insertFrom into ${source.name} got ${kindOf(query)}`, {
      table: source.name,
      hint: "pass a query: Archive.insertFrom(User.where('age', '>', 90).select('id', 'name'))"
    })
  }
  const selected = selectedOf(source, query)
  const names = columns === undefined ? selected : rowList(source, columns)
  const into = names.map(name => source.columnOrFail(String(name)))
  checkColumns(source, into, selected)
  const { beside, cells } = defaultsOf(source, into)
  const ids = [into, beside].map(list => list.map(({ id }) => id)).join(':')
  const { source: from, node } = query
  const write = source.writes.first.nextKeyed(`from:${node.id}:${ids}`, () => ({
    kind: 'insertFrom',
    query: { source: from, node },
    into,
    beside
  }))
  const params = [...query.params, ...cells]
  return (await runQuery<unknown>(executor, source, write, params)).affected
}

function selectedOf(source: Source, { source: from, extras }: Conditions): readonly string[] {
  if (extras.selection !== undefined) return extras.selection.map(({ property }) => property)
  const all = from.columns.map(({ property }) => property)
  if (all.length > 0 && extras.scope.sources.length === 1 && extras.computed.length === 0)
    return all
  throw new VersaError('INVALID_QUERY', `the query for ${source.name} selects no columns`, {
    table: source.name,
    hint: "say which: select('id', { title: 'posts.title' })"
  })
}

function checkColumns(
  source: Source,
  into: readonly ColumnRef[],
  selected: readonly string[]
): void {
  for (const column of into) column.definition?.checkWritable()
  if (into.length === selected.length && new Set(into).size === into.length) return
  throw new VersaError(
    'INVALID_QUERY',
    `${selected.length} columns are selected for ${new Set(into).size} of ${source.name}`,
    { table: source.name, hint: 'name each column once, in the order of the selection' }
  )
}

/** The defaults that the database does not know, and the kind of row where there are several. */
function defaultsOf(source: Source, into: readonly ColumnRef[]) {
  const beside: ColumnRef[] = []
  const cells: EncodedValue[] = []
  const kind = source.model?.kinds?.given({}) ?? {}
  for (const column of source.columns) {
    const { definition, property } = column
    if (into.includes(column) || definition === undefined) continue
    const made = definition.settings.default
    const value = made?.kind === 'value' ? made.value : kind[property]
    if (value !== undefined) {
      beside.push(column)
      cells.push(definition.encodeKept(value))
      continue
    }
    const isFilled = definition.isFilled || definition.nullable || made?.kind === 'now'
    if (isFilled && made?.kind !== 'function') continue
    const isMade = made?.kind === 'function'
    throw new VersaError(
      isMade ? 'INVALID_QUERY' : 'NOT_NULL_VIOLATION',
      `${source.name}.${property} is ${isMade ? 'made here, row by row' : 'missing'}`,
      {
        table: source.name,
        column: property,
        hint: `select it: select({ ${property}: … }), for which there is sql\`…\`, too`
      }
    )
  }
  return { beside, cells }
}
