import { readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from '../repository.js'
import { exportedNames, parse } from './syntax.js'

/** The names that `versa-orm` and `versa-orm/browser` export. */
interface PackageExports {
  readonly node: ReadonlySet<string>
  readonly browser: ReadonlySet<string>
}

let read: PackageExports | undefined

/** Reads what the package exports, from its sources. */
export function packageExports(): PackageExports {
  read ??= {
    node: new Set([...namesIn('index.ts'), ...namesIn('everywhere.ts')]),
    browser: namesIn('browser.ts')
  }
  return read
}

function namesIn(file: string): Set<string> {
  const source = path.join(repository, 'orm/src', file)
  return exportedNames(parse(source, readFileSync(source, 'utf8')))
}
