// What modules import from each other. A module becomes a URL only when the URLs of those that it
// imports are known, so they are put in order, and their specifiers are cut out to be filled in.
import { init, parse } from 'es-module-lexer/minimal/js'

/** A user's file as JavaScript. */
export interface EmittedFile {
  /** As in the editor: `query.ts`. */
  readonly name: string
  readonly code: string
}

/** A module whose imports are cut out. */
export interface SandboxModule {
  readonly name: string
  /** The code between the specifiers: always one more piece than there are specifiers. */
  readonly pieces: readonly string[]
  /** A file's name, or `versa-orm`. */
  readonly imports: readonly string[]
}

/** Code that cannot be linked; its message is for the page. */
export class LinkageError extends Error {
  override readonly name = 'LinkageError'
  /** The file whose import is wrong. */
  readonly file: string

  constructor(file: string, message: string) {
    super(message)
    this.file = file
  }
}

/**
 * The modules in an order in which each comes after those that it imports.
 *
 * @throws {LinkageError} Where an import leads nowhere or around in a circle.
 */
export async function linkModules(files: readonly EmittedFile[]): Promise<SandboxModule[]> {
  await init
  const names = files.map(file => file.name)
  return inOrder(files.map(file => cutImports(file, names)))
}

function cutImports({ name, code }: EmittedFile, names: readonly string[]): SandboxModule {
  const pieces: string[] = []
  const imports: string[] = []
  let end = 0
  for (const found of importsOf(name, code)) {
    // `import.meta` has no specifier, and a computed one is refused when it runs.
    if (found.specifier === undefined) continue
    imports.push(resolve(name, found.specifier, names))
    pieces.push(code.slice(end, found.start))
    end = found.end
  }
  pieces.push(code.slice(end))
  return { name, pieces, imports }
}

interface FoundImport {
  readonly start: number
  readonly end: number
  readonly specifier: string | undefined
}

function importsOf(name: string, code: string): FoundImport[] {
  try {
    return parse(code)[0].map(({ s, e, d, n }) => ({
      // The specifier of `import()` comes with its quotes, that of a statement without.
      start: d > -1 ? s + 1 : s,
      end: d > -1 ? e - 1 : e,
      specifier: n
    }))
  } catch {
    throw new LinkageError(name, `${name} cannot be read as JavaScript.`)
  }
}

function resolve(file: string, specifier: string, names: readonly string[]): string {
  if (specifier === 'versa-orm' || specifier === 'versa-orm/browser') return 'versa-orm'
  if (specifier.startsWith('./')) {
    const path = specifier.slice(2).replace(/\.[jt]s$/, '')
    const target = names.find(name => name === `${path}.ts`)
    if (target !== undefined) return target
    throw new LinkageError(file, `${file} imports "${specifier}", and there is no ${path}.ts.`)
  }
  const hint = 'The playground has "versa-orm" and your own files ("./models").'
  throw new LinkageError(file, `${file} imports "${specifier}". ${hint}`)
}

function inOrder(modules: readonly SandboxModule[]): SandboxModule[] {
  const byName = new Map(modules.map(module => [module.name, module]))
  const ordered = new Set<SandboxModule>()
  const path: string[] = []
  const visit = (module: SandboxModule): void => {
    if (ordered.has(module)) return
    const at = path.indexOf(module.name)
    if (at >= 0) {
      const circle = [...path.slice(at), module.name].join(' → ')
      const message = `These files import each other in a circle: ${circle}. Put models that refer`
      throw new LinkageError(module.name, `${message} to each other into one file.`)
    }
    path.push(module.name)
    for (const name of module.imports) {
      const imported = byName.get(name)
      if (imported !== undefined) visit(imported)
    }
    path.pop()
    ordered.add(module)
  }
  for (const module of modules) visit(module)
  return [...ordered]
}
