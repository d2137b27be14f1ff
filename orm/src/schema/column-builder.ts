import type {
  ColumnIndexOptions,
  DiscriminatorOptions,
  OnReferenceChange,
  ReferenceOptions
} from './column.js'
import type { ColumnKind } from './encoders.js'
import { checkFragment, invalidDefinition } from './invalid-definition.js'
import type { SqlFragment } from './sql-fragment.js'

/** Where the value of a row comes from that does not give one. */
export type ColumnDefault =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'function'; readonly make: () => unknown }
  | { readonly kind: 'now' }

/** All that a column was told. */
export interface ColumnSettings {
  readonly kind: ColumnKind
  readonly name?: string
  readonly length?: number
  readonly bits?: number
  readonly precision?: number
  readonly scale?: number
  readonly values?: readonly string[]
  readonly nullable?: boolean
  readonly default?: ColumnDefault
  readonly unique?: boolean
  readonly primary?: boolean
  readonly reference?: { readonly table: string } & ReferenceOptions
  /** The database counts it up, and takes other numbers or not. */
  readonly identity?: 'by default' | 'always'
  readonly generated?: { readonly expression: SqlFragment; readonly stored: boolean }
  readonly indexes?: readonly ColumnIndexOptions[]
  readonly checks?: readonly { readonly condition: SqlFragment; readonly name?: string }[]
  readonly comment?: string
  readonly collation?: string
  /** Of which class a row is; and what becomes of one whose class is not known. */
  readonly discriminator?: 'error' | 'base'
}

const referenceChanges: ReadonlySet<unknown> = new Set<OnReferenceChange>([
  'cascade',
  'restrict',
  'set null',
  'no action'
])

/** What `t` makes, at run time. */
export class ColumnBuilder {
  constructor(readonly settings: ColumnSettings) {}

  nullable(): ColumnBuilder {
    return this.#with({ nullable: true })
  }

  default(value: unknown): ColumnBuilder {
    if (value === undefined) throw invalidDefinition('default(…) got undefined', 'pass a value')
    if (this.settings.generated !== undefined) this.#refuseDefault()
    const made: ColumnDefault =
      typeof value === 'function'
        ? { kind: 'function', make: () => value() }
        : { kind: 'value', value }
    return this.#with({ default: made })
  }

  defaultNow(): ColumnBuilder {
    if (this.settings.generated !== undefined) this.#refuseDefault()
    return this.#with({ default: { kind: 'now' } })
  }

  unique(): ColumnBuilder {
    return this.#with({ unique: true })
  }

  primary(): ColumnBuilder {
    return this.#with({ primary: true })
  }

  references(table: string, options: ReferenceOptions = {}): ColumnBuilder {
    if (typeof table !== 'string' || table === '') {
      throw invalidDefinition('references(…) got no table', "pass its name: references('users')")
    }
    for (const change of [options.onDelete, options.onUpdate]) {
      if (change !== undefined && !referenceChanges.has(change)) {
        throw invalidDefinition(
          `references('${table}') got an unknown onDelete or onUpdate`,
          `use one of ${[...referenceChanges].join(', ')}`
        )
      }
    }
    return this.#with({ reference: { table, ...options } })
  }

  column(name: string): ColumnBuilder {
    if (typeof name !== 'string' || name === '') {
      throw invalidDefinition('column(…) got no name', "pass the name: column('created_at')")
    }
    return this.#with({ name })
  }

  index(options: ColumnIndexOptions = {}): ColumnBuilder {
    return this.#with({ indexes: [...(this.settings.indexes ?? []), options] })
  }

  check(condition: SqlFragment, { name }: { readonly name?: string } = {}): ColumnBuilder {
    checkFragment('check(…)', condition)
    const check = name === undefined ? { condition } : { condition, name }
    return this.#with({ checks: [...(this.settings.checks ?? []), check] })
  }

  generated(
    expression: SqlFragment,
    { stored = true }: { readonly stored?: boolean } = {}
  ): ColumnBuilder {
    checkFragment('generated(…)', expression)
    if (this.settings.default !== undefined) this.#refuseDefault()
    return this.#with({ generated: { expression, stored } })
  }

  identity(mode: 'by default' | 'always' = 'by default'): ColumnBuilder {
    if (mode !== 'by default' && mode !== 'always') {
      throw invalidDefinition('identity(…) got an unknown mode', "use 'by default' or 'always'")
    }
    if (this.settings.kind !== 'int' && this.settings.kind !== 'bigint') {
      throw invalidDefinition('identity() is not for this type', 'use t.int() or t.bigint()')
    }
    return this.#with({ identity: mode, primary: true })
  }

  comment(text: string): ColumnBuilder {
    if (typeof text !== 'string') throw invalidDefinition('comment(…) got no text', 'pass a string')
    return this.#with({ comment: text })
  }

  discriminator({ unknown = 'error' }: DiscriminatorOptions = {}): ColumnBuilder {
    if (this.settings.kind !== 'text' && this.settings.kind !== 'enum') {
      throw invalidDefinition('discriminator() is not for this type', 'use t.text() or t.enum([…])')
    }
    if (unknown !== 'error' && unknown !== 'base') {
      throw invalidDefinition(
        'discriminator(…) got an unknown option',
        "use { unknown: 'error' } or { unknown: 'base' }"
      )
    }
    return this.#with({ discriminator: unknown })
  }

  collation(name: string): ColumnBuilder {
    if (typeof name !== 'string' || name === '' || this.settings.kind !== 'text') {
      throw invalidDefinition(
        'collation(…) got no name, or is not of a text',
        "pass a collation's name: t.text().collation('nocase')"
      )
    }
    return this.#with({ collation: name })
  }

  #refuseDefault(): never {
    throw invalidDefinition(
      'a column is generated and has a default',
      'leave one of them out: a generated column has no other value'
    )
  }

  #with(change: Partial<ColumnSettings>): ColumnBuilder {
    return new ColumnBuilder({ ...this.settings, ...change })
  }
}
