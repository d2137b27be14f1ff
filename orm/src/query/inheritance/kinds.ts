import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { invalidDefinition } from '../../schema/invalid-definition.js'
import { tableOf } from '../../schema/model-types.js'
import type { ColumnDefinition, TableDefinition } from '../../schema/table-definition.js'
import { isPlainObject } from '../build/conditions.js'
import { isModel, type ModelClass, type ModelHandle, originOf } from '../model-handle.js'

/** The classes of a table whose rows are of several, as one of them sees them. */
export class Kinds {
  /** All classes by the values of the discriminator. */
  readonly all: ReadonlyMap<string, ModelClass>
  /** The values of the class and of those that extend it. */
  readonly own: readonly string[]
  /** The value of the class itself; undefined: no row is of it and no other. */
  readonly value: string | undefined
  /** The class that all others extend. */
  readonly base: ModelClass
  /** Whether that is the class itself. */
  readonly isBase: boolean

  constructor(
    readonly column: ColumnDefinition,
    { model, definition }: ModelHandle
  ) {
    const origin = originOf(model)
    this.base = baseOf(origin)
    this.isBase = this.base === origin
    this.all = classesOf(origin, definition, column)
    const own = [...this.all].filter(([, other]) => other === origin || isBelow(other, origin))
    this.own = own.map(([value]) => value)
    this.value = own.find(([, other]) => other === origin)?.[0]
    if (this.own.length > 0 || this.isBase) return
    throw invalidDefinition(
      `${origin.name} is no kind of ${definition.name}`,
      `name it in the kinds of ${this.base.name}: static kinds = () => ({ …: ${origin.name} })`
    )
  }

  /** The values of a new row with its kind. @throws VersaError `INVALID_VALUE` for another one. */
  given(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { property, settings, nullable } = this.column
    const given = Object.hasOwn(values, property) ? values[property] : undefined
    if (given === undefined) {
      return this.value === undefined ? values : { ...values, [property]: this.value }
    }
    if (typeof given === 'string' && this.own.includes(given)) return values
    const isOfBase = settings.discriminator === 'base' && typeof given === 'string'
    if (this.isBase && ((given === null && nullable) || (isOfBase && !this.all.has(given)))) {
      return values
    }
    const { table } = this.column
    throw new VersaError(
      'INVALID_VALUE',
      `${table}.${property} got a kind that is another class's`,
      {
        table,
        column: property,
        hint: this.value === undefined ? `use one of ${this.own.join(', ')}` : 'leave it out'
      }
    )
  }

  /** The class of a row by its discriminator. @throws VersaError `INVALID_VALUE` for none. */
  classOf(value: unknown): ModelClass {
    const found = this.all.get(String(value))
    if (found !== undefined) return found
    const { table, property, settings } = this.column
    if (value === null || settings.discriminator === 'base') return this.base
    throw new VersaError('INVALID_VALUE', `a row of ${table} is of a kind that has no class`, {
      table,
      column: property,
      hint: `name it in the kinds of ${this.base.name}, or take discriminator({ unknown: 'base' })`
    })
  }
}

/** Whether queries of a model find rows of other classes, too. */
export function isBaseClass(model: ModelClass): boolean {
  const origin = originOf(model)
  return baseOf(origin) === origin
}

/** The refusal to make another class's row of a row. */
export function checkKindStays({ table, property, settings }: ColumnDefinition): void {
  if (settings.discriminator === undefined) return
  throw new VersaError('INVALID_QUERY', `${table}.${property} cannot change: it is the class`, {
    table,
    column: property,
    hint: `create another row; where it has to be, use db.table(${JSON.stringify(table)})`
  })
}

/** The class below which there is only what `Model.table` gave. */
function baseOf(origin: ModelClass): ModelClass {
  let at = origin
  for (;;) {
    const above: unknown = Object.getPrototypeOf(at)
    if (!isModel(above) || Object.hasOwn(above, tableOf)) return at
    at = above
  }
}

function isBelow(model: ModelClass, above: ModelClass): boolean {
  return Object.prototype.isPrototypeOf.call(above, model)
}

function classesOf(
  origin: ModelClass,
  definition: TableDefinition,
  column: ColumnDefinition
): ReadonlyMap<string, ModelClass> {
  const named: unknown = Reflect.get(origin, 'kinds')
  const classes: unknown = typeof named === 'function' ? named() : named
  const where = `the kinds of ${origin.name}`
  const hint = 'write static kinds = () => ({ dog: Dog, cat: Cat })'
  if (typeof named !== 'function' || !isPlainObject(classes)) {
    const what = typeof named === 'function' ? classes : named
    throw invalidDefinition(`${where} are ${kindOf(what)}, not a function that names them`, hint)
  }
  return new Map(
    Object.entries(classes).map(([value, model]) => {
      if (!isModel(model) || model[tableOf] !== definition) {
        throw invalidDefinition(`${where} name a class that does not extend it`, hint)
      }
      // A value that the column would refuse is found here, not at the first insert.
      column.encodeStored(value)
      return [value, model] as const
    })
  )
}
