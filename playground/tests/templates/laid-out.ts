// The templates as files in a folder, each as the playground's editor would have it.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { templates } from '../../src/data/catalogue'

export const playground = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Writes all templates, a folder for each, into a new folder within the playground, so that
 * `versa-orm` is found from there.
 */
export function layOut(name: string): string {
  const folder = path.join(playground, 'node_modules', '.cache', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const globals = path.join(playground, 'src/editor/sandbox-globals.txt')
  copyFileSync(globals, path.join(folder, 'globals.d.ts'))
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n')
  for (const { id, files } of templates) {
    mkdirSync(path.join(folder, id))
    for (const file of files) writeFileSync(path.join(folder, id, file.name), file.text)
  }
  return folder
}
