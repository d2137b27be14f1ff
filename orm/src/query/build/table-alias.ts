import type { Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { bindModel, handleOf, isModel } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { type DerivedRows, Source } from '../shape/source.js'
import { untypedSource } from '../shape/untyped-sources.js'
import { QueryBuilder } from './query-builder.js'
import { type QueryParts, scopeParams } from './query-parts.js'

/** A table by another name, or the rows of a query by a name; see `as`. */
export class TableAlias {
  readonly #source: Source
  readonly #params: readonly Param[]

  /** @internal */
  constructor(source: Source, params: readonly Param[]) {
    this.#source = source
    this.#params = params
  }

  /** A query of it. */
  query(): QueryBuilder {
    const source = this.#source
    return source.derived === undefined
      ? QueryBuilder.of(source)
      : QueryBuilder.from(source, this.#params)
  }

  /** @internal */
  static partsOf(alias: TableAlias): JoinedSource {
    const source = alias.#source
    return { source, params: [...alias.#params, ...scopeParams(source)] }
  }
}

/** A source of a query, with the parameters that it brings. */
export interface JoinedSource {
  readonly source: Source
  readonly params: readonly Param[]
}

/** What `join` was told to join. */
export function joinedSource(table: unknown, executor: Executor | undefined): JoinedSource {
  if (table instanceof TableAlias) return TableAlias.partsOf(table)
  if (isModel(table)) {
    const { source } = handleOf(bindModel(table, executor))
    return { source, params: scopeParams(source) }
  }
  if (typeof table === 'string') return { source: untypedSource(table, executor), params: [] }
  throw new VersaError('INVALID_QUERY', `${kindOf(table)} cannot be joined`, {
    hint: "pass a model, a table's name, or one by another name: User.as('manager')"
  })
}

/** A table by another name. */
export function aliasOf(source: Source, name: unknown): TableAlias {
  return new TableAlias(source.as(checkedName(name)), [])
}

const derivedSources = new WeakMap<ShapeNode, Map<string, Source>>()

/** The rows of a query by a name. */
export function derivedFrom(query: QueryParts, name: unknown): TableAlias {
  const label = checkedName(name)
  const { source, node, params } = query
  let known = derivedSources.get(node)
  if (known === undefined) {
    known = new Map()
    derivedSources.set(node, known)
  }
  let derived = known.get(label)
  if (derived === undefined) {
    const rows: DerivedRows = { query: { source, node }, columns: columnsOf(query) }
    derived = new Source(
      label,
      undefined,
      undefined,
      // A transaction ends before the shapes do that are kept with the source.
      source.executor,
      undefined,
      undefined,
      rows,
      source.connection
    )
    known.set(label, derived)
  }
  return new TableAlias(derived, params)
}

function columnsOf({ source, extras }: QueryParts): DerivedRows['columns'] {
  const { selection, computed } = extras
  if (selection === undefined) {
    if (source.columns.length === 0) {
      throw new VersaError(
        'INVALID_QUERY',
        'a query is used as a table, but its columns are not known',
        {
          table: source.name,
          hint: "select them: db.table('posts').select('user_id')"
        }
      )
    }
    const added = computed.map(({ property, type }) => ({ property, name: property, type }))
    return [...source.columns, ...added.map(column => ({ ...column, definition: undefined }))]
  }
  return selection.map(({ operand, property, type, aliased }) => {
    const column = 'encode' in operand ? operand : undefined
    const name = aliased || column === undefined ? property : column.name
    return { property, name, type, definition: column?.definition }
  })
}

function checkedName(name: unknown): string {
  if (typeof name === 'string' && name !== '' && !name.includes('.')) return name
  throw new VersaError(
    'INVALID_QUERY',
    `${kindOf(name)} cannot be the name of a table in a query`,
    {
      hint: "pass a word: User.as('manager')"
    }
  )
}
