// The user's files as modules: blobs of this worker, whose specifiers are each other's addresses.
import type { SandboxModule } from '../imports'

/** Modules with an address each. */
export interface Linked {
  /** Addresses by the names of the files. */
  readonly urls: ReadonlyMap<string, string>
  /** Names by the addresses. */
  readonly files: ReadonlyMap<string, string>
}

/** Gives each module an address; each comes after those that it imports. */
export function placeModules(
  modules: readonly SandboxModule[],
  orm: Readonly<Record<string, unknown>>
): Linked {
  const urls = new Map([['versa-orm', placeOrm(orm)]])
  const files = new Map<string, string>()
  for (const { name, pieces, imports } of modules) {
    const code = pieces
      .map((piece, index) =>
        index === 0 ? piece : `${urls.get(imports[index - 1] ?? '')}${piece}`
      )
      .join('')
    const url = toUrl(code)
    urls.set(name, url)
    files.set(url, name)
  }
  return { urls, files }
}

/** The ORM that the runtime has opened the database with, as a module: there must be only one. */
function placeOrm(orm: Readonly<Record<string, unknown>>): string {
  const key = `versa-orm ${crypto.randomUUID()}`
  Object.defineProperty(globalThis, key, { value: orm, configurable: true })
  const names = Object.keys(orm).filter(
    name => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default'
  )
  const lines = names.map(name => `export const ${name} = orm[${JSON.stringify(name)}]`)
  return toUrl(`const orm = globalThis[${JSON.stringify(key)}]\n${lines.join('\n')}\n`)
}

function toUrl(code: string): string {
  return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
}
