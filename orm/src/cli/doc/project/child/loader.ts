import path from 'node:path'
import { createJiti, type Jiti } from 'jiti'
import type { SourceFile } from '../messages.js'

/** Loads a file of the project: TypeScript or JavaScript, by its absolute path. */
export type Loader = (file: string) => Promise<Record<string, unknown>>

type Modules = Readonly<Record<string, unknown>>

/**
 * A loader for a project's files. They get the ORM of this process, whichever they have installed:
 * a model of another copy would be none here.
 */
export function loaderOf(root: string, orm: Modules): Loader {
  const jiti = jitiOf(root, { 'versa-orm': orm })
  return file => jiti.import<Record<string, unknown>>(file)
}

/**
 * Runs the files of an editor as if they lay in the project's folder: the others first, where they
 * are imported, and the last one last.
 *
 * @returns What the last one exports.
 */
export async function evaluate(
  root: string,
  orm: Modules,
  files: readonly SourceFile[]
): Promise<Record<string, unknown>> {
  const modules: Record<string, unknown> = { 'versa-orm': orm }
  let exported: unknown = {}
  for (const { name, text } of inOrder(files)) {
    exported = await jitiOf(root, modules).evalModule(text, {
      filename: path.join(root, name),
      async: true,
      forceTranspile: true
    })
    const own = `./${name.replace(/\.ts$/, '')}`
    for (const specifier of [own, `${own}.js`, `${own}.ts`]) modules[specifier] = exported
  }
  return Object(exported)
}

function jitiOf(root: string, virtualModules: Record<string, unknown>): Jiti {
  return createJiti(path.join(root, 'versa-doc.js'), {
    // Nothing is left behind in the project.
    fsCache: false,
    interopDefault: false,
    tsconfigPaths: true,
    virtualModules
  })
}

/** The files that the last one imports, each after those that it imports itself, and the last. */
function inOrder(files: readonly SourceFile[]): SourceFile[] {
  const ordered = new Set<SourceFile>()
  const path = new Set<SourceFile>()
  const visit = (file: SourceFile): void => {
    if (ordered.has(file) || path.has(file)) return
    path.add(file)
    for (const [, name] of file.text.matchAll(/(?:from|import)\s*\(?\s*['"]\.\/([\w.-]+)['"]/g)) {
      const plain = (name ?? '').replace(/\.[jt]s$/, '')
      const imported = files.find(other => other.name === `${plain}.ts`)
      if (imported !== undefined) visit(imported)
    }
    ordered.add(file)
  }
  const last = files.at(-1)
  if (last !== undefined) visit(last)
  return [...ordered]
}
