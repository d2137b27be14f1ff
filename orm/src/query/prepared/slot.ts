import type { Param } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { type ArgumentPath, Placeholder, path } from './placeholder.js'

/** Checks a value and turns it into what the engine takes. */
type EncodeParam = (value: unknown) => Param

/** The place of a parameter that is given at each run, with the check of what is given. */
export class Slot {
  readonly #path: ArgumentPath
  readonly #encode: EncodeParam

  constructor(path: ArgumentPath, encode: EncodeParam) {
    this.#path = path
    this.#encode = encode
  }

  /** The parameter in the arguments of a run. @throws VersaError as the condition would. */
  bind(args: readonly unknown[]): Param {
    const path = this.#path
    let value = args[path[0]]
    for (let at = 1; at < path.length; at++) value = ownProperty(value, path[at] as string)
    if (value === null || value === undefined) throw missing(path, value)
    return this.#encode(value)
  }

  /**
   * The slot as an item of a parameter list. The builder hands parameters on without looking at
   * them. No query runs with a slot: `prepare` binds all of them, and the engine refuses objects.
   */
  asParam<P extends Param>(): P {
    return this as unknown as P
  }

  /** The same, changed once it is encoded. */
  map(change: (param: Param) => Param): Slot {
    const encode = this.#encode
    return new Slot(this.#path, value => change(encode(value)))
  }
}

/** A placeholder as an item of a parameter list. */
export function slotOf<P extends Param>(
  placeholder: Placeholder,
  encode: (value: unknown) => P
): P {
  return new Slot(placeholder[path], encode).asParam()
}

/** A parameter as the slot that it is; undefined for a value. */
export function asSlot(param: unknown): Slot | undefined {
  return param instanceof Slot ? param : undefined
}

/** Encodes a value now, or at each run where it is a placeholder. */
export function encodeOrDefer<P extends Param>(value: unknown, encode: (value: unknown) => P): P {
  return value instanceof Placeholder ? slotOf(value, encode) : encode(value)
}

/** Makes a parameter, or all of them, of the arguments of a run. */
export type Bind<P> = (args: readonly unknown[]) => P

/** How a list of parameters is made of the arguments; undefined where it has no slot. */
export function binderOf(params: readonly Param[]): Bind<readonly Param[]> | undefined {
  const binders = params.map(bindOne)
  if (binders.every(bind => bind === undefined)) return undefined
  const [only] = binders
  // The usual case, and the one where each step counts.
  if (only !== undefined && binders.length === 1) return args => [only(args)]
  return args => params.map((param, at) => binders[at]?.(args) ?? param)
}

function bindOne(param: Param): Bind<Param> | undefined {
  const slot = asSlot(param)
  if (slot !== undefined) return args => slot.bind(args)
  return Array.isArray(param) ? binderOf(param) : undefined
}

function ownProperty(value: unknown, property: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, property)) {
    return undefined
  }
  return (value as Readonly<Record<string, unknown>>)[property]
}

function missing([position, ...properties]: ArgumentPath, value: unknown): VersaError {
  const name = [position + 1, ...properties].join('.')
  return new VersaError(
    'INVALID_QUERY',
    `argument ${name} of a prepared query is ${kindOf(value)}`,
    { hint: 'null is compared by other SQL: prepare another query with whereNull' }
  )
}
