import { VersaError } from '../../errors/versa-error.js'

/** Where a value is among the arguments: the argument's number, then properties. */
export type ArgumentPath = readonly [number, ...string[]]

/** Where a placeholder keeps its path: a key that no argument has. */
export const path: unique symbol = Symbol('path')

/**
 * Stands for a value that a prepared query is given at each run. Its properties are placeholders,
 * too. It is nothing to calculate with: whatever wants its value fails.
 */
export class Placeholder {
  readonly [path]: ArgumentPath

  private constructor(at: ArgumentPath) {
    this[path] = at
  }

  /** The placeholder of an argument, or of a property of one. */
  static at(at: ArgumentPath): Placeholder {
    return new Proxy(new Placeholder(at), {
      get(target, property) {
        if (property === path) return target[path]
        if (property === Symbol.toPrimitive) throw notYetKnown()
        return typeof property === 'symbol' ? undefined : Placeholder.at([...at, property])
      }
    })
  }
}

function notYetKnown(): VersaError {
  return new VersaError('INVALID_QUERY', 'a parameter of a prepared query was used as a value', {
    hint: 'it is known when the query runs: pass it on as it is, and calculate before you run it'
  })
}
