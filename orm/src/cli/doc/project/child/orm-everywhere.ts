import Module, { register } from 'node:module'

const key = Symbol.for('versa-orm.of-this-process')

/**
 * Gives everything that this process loads the same ORM, whatever way it is asked for: JavaScript
 * of the project is loaded by Node.js itself, and so are packages.
 */
export function provideOrm(orm: Readonly<Record<string, unknown>>): void {
  Object.assign(globalThis, { [key]: orm })
  register(`data:text/javascript,${encodeURIComponent(hooks(Object.keys(orm)))}`)
  // Node's own way to hook into `require` came after the oldest version that is supported.
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown }
  const load = loader._load
  loader._load = (request, ...rest) => (request === 'versa-orm' ? orm : load(request, ...rest))
}

/** A module that resolves the package's name to a module of the names that the ORM exports. */
function hooks(names: readonly string[]): string {
  const source = `const orm = globalThis[Symbol.for('versa-orm.of-this-process')]
export const { ${names.filter(name => name !== 'default').join(', ')} } = orm`
  const url = `data:text/javascript,${encodeURIComponent(source)}`
  return `export function resolve(specifier, context, next) {
  return specifier === 'versa-orm'
    ? { url: ${JSON.stringify(url)}, shortCircuit: true }
    : next(specifier, context)
}`
}
