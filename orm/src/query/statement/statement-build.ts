import type { Expr, LogicalType, RawPart } from '../../ast/generated/ast.js'
import { didYouMean } from '../../errors/did-you-mean.js'
import { VersaError } from '../../errors/versa-error.js'
import type { FragmentPart, FragmentShape } from '../../schema/sql-fragment.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { type ColumnRef, type Source, unknownColumn } from '../shape/source.js'
import type { Operand, OuterColumn, SubqueryValue } from '../shape/steps.js'

/** A source of a query, and what the statement calls it there. */
export interface PlacedSource {
  readonly source: Source
  readonly label: string
}

/**
 * What is kept while a shape becomes an AST. Parameters are numbered in the order of the steps, in
 * which the builder collected their values.
 */
export class StatementBuild {
  #params = 0
  #scopes = 0
  /** The sources of the queries around the place where it builds, the innermost last. */
  readonly #around: (readonly PlacedSource[])[] = []

  /** @param globalScopes The conditions of global scopes, in the order of the steps. */
  constructor(private readonly globalScopes: readonly (ShapeNode | undefined)[] = []) {}

  /** The next conditions of a global scope; undefined: it has none now. */
  nextScope(): ShapeNode | undefined {
    return this.globalScopes[this.#scopes++]
  }

  /** The next parameter. */
  param(type: LogicalType | undefined): Expr {
    const index = this.#params++
    return type === undefined ? { kind: 'param', index } : { kind: 'param', index, type }
  }

  /** The next parameter's place, where it is a list. */
  listIndex(): number {
    return this.#params++
  }

  /**
   * Builds something within a query over these sources. One that names columns around it needs
   * names of its own for its sources; any other keeps theirs, which the user's SQL may contain.
   */
  within<T>(sources: readonly Source[], correlated: boolean, build: () => T): T {
    this.#around.push(this.#place(sources, correlated))
    try {
      return build()
    } finally {
      this.#around.pop()
    }
  }

  /** Whether the place is within a subquery. */
  get nested(): boolean {
    return this.#around.length > 1
  }

  /** What the statement calls a source here. */
  labelOf(source: Source): string {
    for (let at = this.#around.length - 1; at >= 0; at--) {
      const placed = this.#around[at]?.find(candidate => candidate.source === source)
      if (placed !== undefined) return placed.label
    }
    return source.label
  }

  /** A column of a table around the query that is built. */
  outerColumn({ table, property }: OuterColumn): Expr {
    for (let at = this.#around.length - 2; at >= 0; at--) {
      const placed = this.#around[at]?.find(({ source }) => source.label === table)
      if (placed === undefined) continue
      const column = placed.source.column(property)
      if (column === undefined) throw unknownColumn(placed.source, property)
      return { kind: 'column', table: placed.label, name: column.name }
    }
    const known = this.#around.flat().map(({ source }) => source.label)
    throw new VersaError('UNKNOWN_COLUMN', `the query has no table ${JSON.stringify(table)}`, {
      table,
      column: property,
      hint: didYouMean(table, known)
    })
  }

  /** A column of a source around the query that is built, which may have the same source. */
  columnAround(column: ColumnRef): Expr {
    for (let at = this.#around.length - 2; at >= 0; at--) {
      const placed = this.#around[at]?.find(({ source }) => source === column.source)
      if (placed !== undefined) return { kind: 'column', table: placed.label, name: column.name }
    }
    return { kind: 'column', table: column.source.label, name: column.name }
  }

  /** A column. */
  column(column: ColumnRef, qualified: boolean): Expr {
    return qualified
      ? { kind: 'column', table: this.labelOf(column.source), name: column.name }
      : { kind: 'column', name: column.name }
  }

  /** Gives each source a name that no query around it uses. */
  #place(sources: readonly Source[], correlated: boolean): PlacedSource[] {
    if (!correlated) return sources.map(source => ({ source, label: source.label }))
    const used = new Set(this.#around.flat().map(({ label }) => label))
    return sources.map(source => {
      let { label } = source
      for (let number = 2; used.has(label); number++) label = `${source.label}_${number}`
      used.add(label)
      return { source, label }
    })
  }

  /** A column, an aggregate, an alias, a fragment or a number by chance. */
  operand(operand: Exclude<Operand, SubqueryValue>, qualified: boolean): Expr {
    if ('random' in operand) return { kind: 'function', name: 'random', args: [] }
    if ('aggregate' in operand) {
      const args: Expr[] =
        operand.column === undefined
          ? [{ kind: 'allColumns' }]
          : [this.column(operand.column, qualified)]
      return { kind: 'function', name: operand.aggregate, args }
    }
    if ('alias' in operand) return { kind: 'column', name: operand.alias }
    if ('parts' in operand) return this.fragment(operand)
    return this.column(operand, qualified)
  }

  /** A fragment, in brackets so that it keeps to itself. */
  fragment(fragment: FragmentShape): Expr {
    return {
      kind: 'raw',
      parts: [{ kind: 'sql', text: '(' }, ...this.parts(fragment), { kind: 'sql', text: ')' }]
    }
  }

  /** The parts of a fragment. */
  parts(fragment: FragmentShape): RawPart[] {
    return fragment.parts.map(part => this.#part(part))
  }

  #part(part: FragmentPart): RawPart {
    switch (part.kind) {
      case 'text':
        return { kind: 'sql', text: part.text }
      case 'param':
        return { kind: 'expr', expr: this.param(part.type) }
      case 'identifier': {
        const [first = '', second] = part.names
        const expr: Expr =
          second === undefined
            ? { kind: 'column', name: first }
            : { kind: 'column', table: first, name: second }
        return { kind: 'expr', expr }
      }
      case 'in': {
        const left: Expr = { kind: 'raw', parts: part.operand.map(inner => this.#part(inner)) }
        const values = { kind: 'list', index: this.listIndex() } as const
        return { kind: 'expr', expr: { kind: 'in', expr: left, values, negated: false } }
      }
    }
  }
}
