import type { InspectOptions } from 'node:util'

/** Properties that are shown or hidden, whatever the model says. */
export type ShownColumns = ReadonlyMap<string, boolean>

/** What is shown of single instances; of most there is nothing to say. */
const ofInstances = new WeakMap<object, ShownColumns>()

/** Where a prototype keeps what its model hides. */
const hiddenKey: unique symbol = Symbol('versa.hidden')

/** What Node's logs ask of an object. */
const inspectKey = Symbol.for('nodejs.util.inspect.custom')

/** An instance whose model hides columns, or whose visibility was changed. */
interface Shown {
  readonly [hiddenKey]?: ReadonlySet<string>
  readonly [property: string]: unknown
}

/** Makes a model's instances leave columns out of JSON and logs. */
export function hideColumns(prototype: object, hidden: ReadonlySet<string>): void {
  Object.defineProperty(prototype, hiddenKey, { value: hidden })
  canBeShown(prototype)
}

/** Makes one object leave properties out, which has no class of its own. */
export function hideProperties(row: object, hidden: ReadonlySet<string>): void {
  define(row, hiddenKey, hidden)
  define(row, 'toJSON', toJSON)
  define(row, inspectKey, inspectShown)
}

/**
 * Gives a class what JSON and logs ask for, unless it has its own. Classes of which nothing is
 * hidden do without: JSON would be slower.
 */
export function canBeShown(prototype: object): void {
  if (!('toJSON' in prototype)) define(prototype, 'toJSON', toJSON)
  if (!(inspectKey in prototype)) define(prototype, inspectKey, inspectShown)
}

function define(target: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

/** The same, with more properties shown or hidden. */
export function showing(
  before: ShownColumns | undefined,
  properties: readonly string[],
  show: boolean
): ShownColumns {
  return new Map([...(before ?? []), ...properties.map(property => [property, show] as const)])
}

/** Shows or hides properties of an instance. */
export function showOfInstance(
  instance: object,
  properties: readonly string[],
  show: boolean
): void {
  ofInstances.set(instance, showing(ofInstances.get(instance), properties, show))
}

/** Shows and hides columns of loaded rows; of plain ones there is nothing to hide. */
export function showAs(rows: readonly object[], shown: ShownColumns): void {
  for (const row of rows) if ('toJSON' in row) ofInstances.set(row, shown)
}

function shownProperties(instance: object): Record<string, unknown> {
  const row = instance as Shown
  const hidden = row[hiddenKey]
  const own = ofInstances.get(instance)
  const shown: Record<string, unknown> = {}
  for (const property of Object.keys(row)) {
    if (own?.get(property) ?? hidden?.has(property) !== true) shown[property] = row[property]
  }
  return shown
}

function toJSON(this: object): Record<string, unknown> {
  return shownProperties(this)
}

/** What a log shows: an object of the same class that has only what is shown. */
function inspectShown(
  this: object,
  _depth: number,
  options: InspectOptions,
  inspect: (value: unknown, options: InspectOptions) => string
): string {
  const prototype = Object.create(Object.getPrototypeOf(this), {
    constructor: { value: this.constructor },
    // Otherwise this function would be called again.
    [inspectKey]: { value: undefined }
  })
  const shown = Object.getOwnPropertyDescriptors(shownProperties(this))
  return inspect(Object.create(prototype, shown), options)
}
