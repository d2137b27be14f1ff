import type { Expr, LogicalType, RawPart } from '../../ast/generated/ast.js'
import { didYouMean } from '../../errors/did-you-mean.js'
import { VersaError } from '../../errors/versa-error.js'
import type { FragmentPart, FragmentShape } from '../fragment/fragment-shape.js'
import { type ColumnRef, type Source, unknownColumn } from '../shape/source.js'
import type { Operand, OuterColumn } from '../shape/steps.js'

/**
 * What is kept while a shape becomes an AST. Parameters are numbered in the order of the steps, in
 * which the builder collected their values.
 */
export class StatementBuild {
  #params = 0
  /** The tables of the queries around the place where it builds, the innermost last. */
  readonly #scopes: (readonly Source[])[] = []

  /** The next parameter. */
  param(type: LogicalType | undefined): Expr {
    const index = this.#params++
    return type === undefined ? { kind: 'param', index } : { kind: 'param', index, type }
  }

  /** The next parameter's place, where it is a list. */
  listIndex(): number {
    return this.#params++
  }

  /** Builds something within a query over these tables. */
  within<T>(sources: readonly Source[], build: () => T): T {
    this.#scopes.push(sources)
    try {
      return build()
    } finally {
      this.#scopes.pop()
    }
  }

  /** Whether the place is within a subquery. */
  get nested(): boolean {
    return this.#scopes.length > 1
  }

  /** A column of a table around the query that is built. */
  outerColumn({ table, property }: OuterColumn): Expr {
    for (let at = this.#scopes.length - 2; at >= 0; at--) {
      const source = this.#scopes[at]?.find(candidate => candidate.name === table)
      if (source === undefined) continue
      const column = source.column(property)
      if (column === undefined) throw unknownColumn(source, property)
      return { kind: 'column', table, name: column.name }
    }
    const known = this.#scopes.flat().map(source => source.name)
    throw new VersaError('UNKNOWN_COLUMN', `the query has no table ${JSON.stringify(table)}`, {
      table,
      column: property,
      hint: didYouMean(table, known)
    })
  }

  /** A column. */
  column(column: ColumnRef, qualified: boolean): Expr {
    return qualified
      ? { kind: 'column', table: column.source.name, name: column.name }
      : { kind: 'column', name: column.name }
  }

  /** A column, an aggregate, an alias or a fragment. */
  operand(operand: Operand, qualified: boolean): Expr {
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
