import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** The version of an installed package, also of one that does not export its package.json. */
export function versionOf(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const text = readFileSync(path.join(folder, name, 'package.json'), 'utf8')
      const { version } = JSON.parse(text) as { version: string }
      return version
    } catch {
      // In one of the folders further up.
    }
  }
  return 'built in'
}
