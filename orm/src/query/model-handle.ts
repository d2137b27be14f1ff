import { makeRowClass, type RowClass } from '../hydrate/row-class.js'
import { invalidDefinition } from '../schema/invalid-definition.js'
import { tableOf } from '../schema/model-types.js'
import { TableDefinition } from '../schema/table-definition.js'
import { Kinds } from './inheritance/kinds.js'
import { rowClassOfKinds } from './inheritance/row-classes.js'
import { type Executor, executorOfTable } from './plan/executor.js'
import type { ResolvedRelation } from './relations/resolve.js'
import { Source } from './shape/source.js'

/** A model class at run time. */
export interface ModelClass {
  readonly name: string
  readonly prototype: object
  readonly [tableOf]: TableDefinition
  new (): object
}

/** What queries know of a model: its table, the class of its rows, its relations. */
export class ModelHandle {
  readonly definition: TableDefinition
  readonly source: Source
  /** The relations that were asked for; see `relationOf`. */
  readonly relations: Map<string, ResolvedRelation>
  /** The transaction it is bound to. */
  readonly transaction: Executor | undefined
  /** The class that it is the handle of; its instances are those of `model`. */
  readonly owner: ModelClass
  #rowClass: RowClass | undefined
  #kinds: Kinds | undefined

  /** @param bound The database it is bound to, or the handle whose shapes it uses. */
  constructor(
    readonly model: ModelClass,
    bound?: Executor | { readonly transaction: Executor | undefined; readonly handle: ModelHandle },
    /** The class through which objects of values may set every column. */
    unguarded?: ModelClass
  ) {
    this.definition = model[tableOf]
    this.owner = unguarded ?? model
    if (bound !== undefined && 'handle' in bound) {
      // Shapes and their plans are the database's: they outlive the transaction.
      this.source = bound.handle.source
      this.relations = bound.handle.relations
      this.transaction = bound.transaction
      return
    }
    this.source = Source.ofModel(this, bound, connectionOf(model))
    this.relations = new Map()
    this.transaction = undefined
  }

  /** Whether objects of values may set every column. */
  get unguarded(): boolean {
    return this.owner !== this.model
  }

  /** Where its statements run. */
  get executor(): Executor {
    return this.transaction ?? executorOfTable(this.source)
  }

  /** The class of its loaded rows. */
  get rowClass(): RowClass {
    const { kinds } = this
    this.#rowClass ??=
      kinds === undefined
        ? makeRowClass(this.model, this.definition.columns)
        : rowClassOfKinds(this, kinds)
    return this.#rowClass
  }

  /** The classes that the rows of its table are of; undefined: of this one. */
  get kinds(): Kinds | undefined {
    const { discriminator } = this.definition
    if (discriminator === undefined) return undefined
    this.#kinds ??= new Kinds(discriminator, this)
    return this.#kinds
  }
}

/** Where a class keeps its handle. A subclass inherits it, so the handle says whose it is. */
const handleKey: unique symbol = Symbol('versa.handle')

interface Handled extends ModelClass {
  readonly [handleKey]?: ModelHandle
}

/** Whether a value is a model class. */
export function isModel(value: unknown): value is ModelClass {
  return (
    typeof value === 'function' && tableOf in value && value[tableOf] instanceof TableDefinition
  )
}

/** The handle of a model class. @throws VersaError `INVALID_MODEL` for anything else. */
export function handleOf(model: ModelClass): ModelHandle {
  const known = (model as Handled)[handleKey]
  if (known !== undefined && known.owner === model) return known
  if (!isModel(model)) {
    throw invalidDefinition(
      'something that is no model was used as one',
      "make it with class User extends Model.table('users', {…}) {}"
    )
  }
  return keepHandle(model, new ModelHandle(model))
}

function keepHandle(model: ModelClass, handle: ModelHandle): ModelHandle {
  Object.defineProperty(model, handleKey, { value: handle, configurable: true })
  return handle
}

/** The name of the connection that a class says it uses; a relation may have that name as well. */
function connectionOf(model: ModelClass): string | undefined {
  const named: unknown = Reflect.get(model, 'connection')
  return typeof named === 'string' ? named : model[tableOf].connection
}

/** The classes as they were written, of those that were made to bind them. */
const origins = new WeakMap<ModelClass, ModelClass>()

/** The class as it was written. */
export function originOf(model: ModelClass): ModelClass {
  return origins.get(model) ?? model
}

const boundModels = new WeakMap<Executor, Map<ModelClass, ModelClass>>()

/**
 * The same class bound to a database or a transaction; the class itself where it is bound to it
 * already.
 */
export function bindModel(model: ModelClass, executor: Executor | undefined): ModelClass {
  const handle = handleOf(model)
  if (executor === undefined) return model
  const { database } = executor
  if (database === executor) {
    if (handle.transaction === undefined && handle.source.executor === executor) return model
    return boundClass(model, executor, () => executor)
  }
  return boundClass(model, executor, () => ({
    transaction: executor,
    handle: handleOf(bindModel(model, database))
  }))
}

const unguardedModels = new WeakMap<ModelClass, ModelClass>()

/** The same class, through which objects of values may set every column. */
export function unguardedClass(model: ModelClass): ModelClass {
  const handle = handleOf(model)
  const known = handle.unguarded ? model : unguardedModels.get(model)
  if (known !== undefined) return known
  const made = subclass(model)
  keepHandle(made, new ModelHandle(model, { transaction: handle.transaction, handle }, made))
  unguardedModels.set(model, made)
  return made
}

function subclass(model: ModelClass): ModelClass {
  const made = class extends model {}
  Object.defineProperty(made, 'name', { value: model.name, configurable: true })
  origins.set(made, originOf(model))
  return made
}

function boundClass(
  model: ModelClass,
  executor: Executor,
  bound: () => ConstructorParameters<typeof ModelHandle>[1]
): ModelClass {
  let models = boundModels.get(executor)
  if (models === undefined) {
    models = new Map()
    boundModels.set(executor, models)
  }
  const known = models.get(model)
  if (known !== undefined) return known
  const made = subclass(model)
  keepHandle(made, new ModelHandle(made, bound()))
  models.set(model, made)
  return made
}
