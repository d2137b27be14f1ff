import type { Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { noRow } from '../build/failures.js'
import { QueryBuilder } from '../build/query-builder.js'
import { settle } from '../plan/settle.js'
import { BuiltQuery } from './built-query.js'
import { Placeholder } from './placeholder.js'

type Args = readonly unknown[]
type Build = (...placeholders: readonly Placeholder[]) => unknown

/** A query that is built at its first run; at run time, its types are those of `PreparedQuery`. */
export class PreparedQueryRunner {
  readonly #build: Build
  #built: BuiltQuery | undefined

  constructor(build: unknown) {
    if (typeof build !== 'function') {
      throw new VersaError('INVALID_QUERY', `prepare takes a function, but got ${kindOf(build)}`, {
        hint: "write prepare((id: number) => User.where('id', id))"
      })
    }
    this.#build = build as Build
  }

  all(...args: Args): Promise<object[]> {
    return settle(
      () => this.#for(args).all.run(args),
      ({ rows }) => this.#for(args).loaded(rows, this.#for(args).kind, args)
    )
  }

  rows(...args: Args): Promise<object[]> {
    return settle(
      () => this.#for(args).rows.run(args),
      ({ rows }) => this.#for(args).loaded(rows, 'rows', args)
    )
  }

  first(...args: Args): Promise<object | null> {
    return settle(
      () => this.#for(args).first.runOne(args),
      found => this.#for(args).loadedOne(found, args)
    )
  }

  async firstOrFail(...args: Args): Promise<object> {
    const found = await this.first(...args)
    if (found !== null) return found
    throw noRow(this.#for(args).query.source)
  }

  async count(...args: Args): Promise<number> {
    return this.#for(args).bound(args).count()
  }

  async exists(...args: Args): Promise<boolean> {
    return this.#for(args).bound(args).exists()
  }

  async delete(...args: Args): Promise<number> {
    return this.#for(args).bound(args).delete()
  }

  async *stream(...args: Args): AsyncGenerator<object, void, undefined> {
    yield* this.#for(args).bound(args).stream()
  }

  async *streamRows(...args: Args): AsyncGenerator<object, void, undefined> {
    yield* this.#for(args).bound(args).streamRows()
  }

  toSQL(...args: Args): { readonly sql: string; readonly parameters: readonly Param[] } {
    return this.#for(args).bound(args).toSQL()
  }

  /** The query for these arguments: each parameter has one. */
  #for(args: Args): BuiltQuery {
    const wanted = this.#build.length
    if (args.length === wanted) {
      this.#built ??= build(this.#build)
      return this.#built
    }
    const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
    throw new VersaError(
      'INVALID_QUERY',
      `a prepared query with ${counted(wanted, 'parameter')} was given ` +
        counted(args.length, 'argument'),
      { hint: 'pass one for each parameter; defaults and rest parameters do not count' }
    )
  }
}

function build(make: Build): BuiltQuery {
  const placeholders = Array.from({ length: make.length }, (_, at) => Placeholder.at([at]))
  const query = make(...placeholders)
  if (query instanceof QueryBuilder) return new BuiltQuery(query)
  throw new VersaError('INVALID_QUERY', `the function of a prepared query gave ${kindOf(query)}`, {
    hint: 'return the query itself, without all() or first()'
  })
}
