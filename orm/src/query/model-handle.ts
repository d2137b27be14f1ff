import { makeRowClass, type RowClass } from '../hydrate/row-class.js'
import { invalidDefinition } from '../schema/column.js'
import { tableOf } from '../schema/model-types.js'
import { TableDefinition } from '../schema/table-definition.js'
import type { Executor } from './plan/executor.js'
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
  readonly relations: Map<string, ResolvedRelation> = new Map()
  #rowClass: RowClass | undefined

  constructor(
    readonly model: ModelClass,
    executor: Executor | undefined
  ) {
    this.definition = model[tableOf]
    const { name, schema } = this.definition
    this.source = new Source(name, schema, this.definition, executor, this)
  }

  /** The class of its loaded rows. */
  get rowClass(): RowClass {
    this.#rowClass ??= makeRowClass(this.model, this.definition.columns)
    return this.#rowClass
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
  if (known !== undefined && known.model === model) return known
  if (!isModel(model)) {
    throw invalidDefinition(
      'something that is no model was used as one',
      "make it with class User extends Model.table('users', {…}) {}"
    )
  }
  return keepHandle(model, new ModelHandle(model, undefined))
}

function keepHandle(model: ModelClass, handle: ModelHandle): ModelHandle {
  Object.defineProperty(model, handleKey, { value: handle, configurable: true })
  return handle
}

const boundModels = new WeakMap<Executor, Map<ModelClass, ModelClass>>()

/** The same class bound to a database; the class itself where it is bound to it already. */
export function bindModel(model: ModelClass, executor: Executor | undefined): ModelClass {
  const { source } = handleOf(model)
  if (executor === undefined || source.executor === executor) return model
  let models = boundModels.get(executor)
  if (models === undefined) {
    models = new Map()
    boundModels.set(executor, models)
  }
  const known = models.get(model)
  if (known !== undefined) return known
  const bound = class extends model {}
  Object.defineProperty(bound, 'name', { value: model.name, configurable: true })
  keepHandle(bound, new ModelHandle(bound, executor))
  models.set(model, bound)
  return bound
}
