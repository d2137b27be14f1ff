import { makeRowClass, type RowClass } from '../../hydrate/row-class.js'
import { canGenerateCode } from '../../rows/code-generation.js'
import type { KeptCells } from '../../rows/kept-cells.js'
import type { RowConstructor } from '../../rows/row-decoder.js'
import { bindModel, handleOf, type ModelClass, type ModelHandle } from '../model-handle.js'
import type { Kinds } from './kinds.js'

/** Finds the constructor of a row by its discriminator. */
type FindClass = (value: unknown) => RowConstructor<object>

/** How the rows of a table with several classes are decoded: each as an instance of its own. */
export function rowClassOfKinds(handle: ModelHandle, kinds: Kinds): RowClass {
  const own = makeRowClass(handle.model, handle.definition.columns)
  const [only, second] = kinds.own
  if (!kinds.isBase && second === undefined && only === kinds.value) return own
  const constructors = new Map<ModelClass, RowConstructor<object>>()
  const find: FindClass = value => {
    const model = kinds.classOf(value)
    const known = constructors.get(model)
    if (known !== undefined) return known
    // Where this model is bound to, the others are, too.
    const { model: bound, definition } = handleOf(bindModel(model, handle.source.executor))
    const made =
      bound === handle.model ? own.construct : makeRowClass(bound, definition.columns).construct
    constructors.set(model, made)
    return made
  }
  const width = handle.definition.columns.length
  const construct = canGenerateCode()
    ? generated(find, width, kinds.column.index)
    : interpreted(find, kinds.column.index)
  return { construct, columns: own.columns }
}

/** A constructor that hands over to another: what it returns takes the place of the new object. */
function generated(find: FindClass, width: number, at: number): RowConstructor<object> {
  const values = Array.from({ length: width }, (_, column) => `v${column}`)
  const code = `return function Row(kept,at,${values}){
const made=find(v${at})
return new made(kept,at,${values})}`
  return new Function('find', code)(find)
}

/** The same where code cannot be made from text. */
function interpreted(find: FindClass, column: number): RowConstructor<object> {
  return class Row {
    constructor(kept: KeptCells | undefined, at: number, ...values: unknown[]) {
      const Made = find(values[column])
      // biome-ignore lint/correctness/noConstructorReturn: the object of the row's class is wanted.
      return new Made(kept, at, ...values)
    }
  }
}
