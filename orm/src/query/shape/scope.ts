import { didYouMean } from '../../errors/did-you-mean.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { type ColumnRef, type Source, unknownColumn } from './source.js'
import type { OuterColumn } from './steps.js'

/** The tables whose columns a query can name: its own and those it joins. */
export class Scope {
  constructor(readonly sources: readonly [Source, ...Source[]]) {}

  /** With one more table. */
  with(source: Source): Scope {
    if (this.sources.some(known => known.label === source.label)) {
      throw new VersaError('INVALID_QUERY', `${source.label} is in the query already`, {
        table: source.name,
        hint: "give it another name: join(User.as('boss'), 'users.bossId', 'boss.id')"
      })
    }
    return new Scope([...this.sources, source])
  }

  /** The column of a name: a property of the query's own table, or `table.property`. */
  column(name: unknown): ColumnRef {
    const [own] = this.sources
    if (typeof name !== 'string') throw noName(own, name)
    const found = this.find(name)
    if (found !== undefined) return found
    const at = name.lastIndexOf('.')
    const table = at < 0 ? own : this.#source(name.slice(0, at))
    if (table !== undefined) throw unknownColumn(table, at < 0 ? name : name.slice(at + 1))
    throw new VersaError(
      'UNKNOWN_COLUMN',
      `${JSON.stringify(name.slice(0, 64))} names a table that is not in the query`,
      {
        table: own.name,
        column: name.slice(0, 64),
        hint: didYouMean(
          name.slice(0, at),
          this.sources.map(source => source.label)
        )
      }
    )
  }

  /** The column of a name, or a column of an outer query where the table is not in this one. */
  columnOrOuter(name: unknown): ColumnRef | OuterColumn {
    if (typeof name !== 'string') throw noName(this.sources[0], name)
    const at = name.lastIndexOf('.')
    if (at < 0 || this.find(name) !== undefined) return this.column(name)
    const table = name.slice(0, at)
    if (this.#source(table) !== undefined) return this.column(name)
    return { outer: true, table, property: name.slice(at + 1) }
  }

  /** The column of a name; undefined where there is none. */
  find(name: string): ColumnRef | undefined {
    const [own] = this.sources
    const at = name.lastIndexOf('.')
    if (at < 0) return own.column(name)
    return this.#source(name.slice(0, at))?.column(name.slice(at + 1))
  }

  #source(name: string): Source | undefined {
    return (
      this.sources.find(source => source.label === name) ??
      // A table of another schema can be named with it, unless it got another name.
      this.sources.find(({ alias, schema, label }) => {
        return alias === undefined && schema !== undefined && `${schema}.${label}` === name
      })
    )
  }
}

function noName(source: Source, name: unknown): VersaError {
  return new VersaError('INVALID_QUERY', `a column of ${source.name} cannot be ${kindOf(name)}`, {
    table: source.name,
    hint: 'name the column with a string'
  })
}
