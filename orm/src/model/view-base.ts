import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'
import { isPlainObject } from '../query/build/conditions.js'
import { viewIsReadOnly } from '../query/build/failures.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { handleOf, type ModelClass } from '../query/model-handle.js'
import { settle } from '../query/plan/settle.js'
import type { Terminal } from '../query/shape/steps.js'
import { invalidDefinition } from '../schema/invalid-definition.js'
import { ViewDefinition } from '../schema/view-definition.js'
import { bulkStatics } from './bulk-statics.js'
import { ModelBase } from './model-base.js'
import type { WritingStatic } from './view-types.js'

/** What models of views are at run time: those of tables without what writes. */
export class ViewBase extends ModelBase {
  override save(): Promise<never> {
    return refuse(this.constructor as ModelClass)
  }

  override update(): Promise<never> {
    return refuse(this.constructor as ModelClass)
  }

  override increment(): Promise<never> {
    return refuse(this.constructor as ModelClass)
  }

  override decrement(): Promise<never> {
    return refuse(this.constructor as ModelClass)
  }

  override delete(): Promise<never> {
    return refuse(this.constructor as ModelClass)
  }
}

const alone: Terminal = { kind: 'refresh', concurrently: false }
const besideReaders: Terminal = { kind: 'refresh', concurrently: true }

/** The static methods that write. */
const writing: readonly string[] = [
  ...(['create', 'createMany', 'upsert'] as const satisfies readonly WritingStatic[]),
  ...Object.keys(bulkStatics)
]

/** Gives the class of views its own static methods. They do not show among a class's properties. */
export function addViewStatics(): void {
  for (const name of writing) {
    hide(name, function write(this: ModelClass) {
      return refuse(this)
    })
  }
  hide('make', function make(this: ModelClass) {
    throw viewIsReadOnly(handleOf(this).source.name)
  })
  hide('refresh', refresh)
}

async function refuse(model: ModelClass): Promise<never> {
  throw viewIsReadOnly(handleOf(model).source.name)
}

async function refresh(this: ModelClass, options: unknown = {}): Promise<void> {
  const handle = handleOf(this)
  const { definition, source } = handle
  const concurrently = checkedOptions(source.name, options)
  if (!(definition instanceof ViewDefinition) || !definition.materialized) {
    throw invalidDefinition(
      `the view ${source.name} keeps no rows that could be refreshed`,
      'a plain view needs no refresh; one that keeps its rows is materialized: true'
    )
  }
  if (concurrently && definition.as !== undefined && !definition.hasUniqueIndex) {
    throw invalidDefinition(
      `the view ${source.name} has no unique index, so it cannot be refreshed concurrently`,
      "give it one: indexes: [{ columns: ['id'], unique: true }]; or leave out concurrently"
    )
  }
  await settle(
    () => QueryBuilder.ofModel(handle).run<unknown>(concurrently ? besideReaders : alone),
    () => undefined
  )
}

function checkedOptions(view: string, options: unknown): boolean {
  const { concurrently = false } = isPlainObject(options) ? options : { concurrently: options }
  if (typeof concurrently === 'boolean') return concurrently
  throw new VersaError('INVALID_QUERY', `refresh of ${view} got ${kindOf(concurrently)}`, {
    table: view,
    hint: 'pass { concurrently: true }, or nothing'
  })
}

function hide(name: string, value: unknown): void {
  Object.defineProperty(ViewBase, name, { value, writable: true, configurable: true })
}
