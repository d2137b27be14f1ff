import { VersaError } from '../../errors/versa-error.js'
import type { ModelHandle } from '../model-handle.js'
import type { Source } from '../shape/source.js'

/**
 * Refuses objects of values that name a column which the model does not let them set. What is no
 * object, and what is no column, is left to whoever looks at the values.
 *
 * @throws VersaError `MASS_ASSIGNMENT`.
 */
export function checkFillable({ source, unguarded }: Guarded, values: unknown): void {
  const fillable = source.definition?.behaviour.fillable
  if (fillable === undefined || unguarded) return
  if (typeof values !== 'object' || values === null) return
  for (const property of Object.keys(values)) {
    const isColumn = source.column(property) !== undefined
    if (isColumn && !fillable.has(property)) throw notFillable(source, property)
  }
}

/** The same of a list. */
export function checkAllFillable(handle: Guarded, list: readonly unknown[]): void {
  if (handle.source.definition?.behaviour.fillable === undefined) return
  for (const values of list) checkFillable(handle, values)
}

/** A model, or a query of one. */
export type Guarded = Pick<ModelHandle, 'source' | 'unguarded'>

/** Refuses values from outside where the model does not say what they may set. */
export function checkDeclared({ source }: Guarded): void {
  if (source.definition?.behaviour.fillable !== undefined) return
  throw new VersaError('MASS_ASSIGNMENT', `${source.name} does not say what fill may set`, {
    table: source.name,
    hint: `declare it: Model.table('${source.name}', {…}, { fillable: ['…'] }), or use forceFill`
  })
}

function notFillable({ name }: Source, column: string): VersaError {
  return new VersaError('MASS_ASSIGNMENT', `${name}.${column} cannot be set by values`, {
    table: name,
    column,
    hint: 'list it as fillable, set the property in code, or use forceFill or unguarded()'
  })
}
