import type { Param } from '../../engine/engine.js'
import type { ShownColumns } from '../../hydrate/shown.js'
import { type Executor, executorOfTable, type RunOptions } from '../plan/executor.js'
import type { Load } from '../relations/load.js'
import { Scope } from '../shape/scope.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { SelectedColumn } from '../shape/steps.js'

/** What most queries do not have. */
export interface QueryExtras {
  readonly scope: Scope
  /** The place of the limit among the parameters; -1: there is none. */
  readonly limitAt: number
  /** The place of the offset. */
  readonly offsetAt: number
  /** The relations to load, by name. */
  readonly loads: ReadonlyMap<string, Load> | undefined
  /** What was selected; undefined: all columns. */
  readonly selection: readonly SelectedColumn[] | undefined
  /** What the rows get besides their own columns. */
  readonly computed: readonly SelectedColumn[]
  /** Whether the rows are locked. */
  readonly locks: boolean
  /** Whether a write may go without a filter. */
  readonly allRows: boolean
  /** Whether objects of values may set every column. */
  readonly unguarded: boolean
  /** Which columns of its models are shown, where it is not as the model says. */
  readonly shown: ShownColumns | undefined
  readonly options: RunOptions | undefined
  /** Where it runs, if not on the database of its table. */
  readonly executor: Executor | undefined
}

/** A query as it is: immutable. */
export interface QueryParts {
  readonly source: Source
  readonly node: ShapeNode
  readonly params: readonly Param[]
  readonly extras: QueryExtras
}

const plain = new WeakMap<Source, QueryExtras>()

/** The extras of a query that has none. */
export function plainExtras(source: Source): QueryExtras {
  const known = plain.get(source)
  if (known !== undefined) return known
  const extras: QueryExtras = {
    scope: new Scope([source]),
    limitAt: -1,
    offsetAt: -1,
    loads: undefined,
    selection: undefined,
    computed: [],
    locks: false,
    allRows: false,
    unguarded: false,
    shown: undefined,
    options: undefined,
    executor: undefined
  }
  plain.set(source, extras)
  return extras
}

/** The database a query runs on. */
export function executorOf({ source, extras }: QueryParts): Executor {
  return extras.executor ?? executorOfTable(source)
}

/** The parameters of a joined table's global scopes. */
export function scopeParams({ scopes }: Source): readonly Param[] {
  return scopes === undefined ? [] : [scopes.all.asParam()]
}

/** A list with one more item. */
export function append<T>(list: readonly T[], item: T): T[] {
  const longer = list.slice()
  longer.push(item)
  return longer
}
