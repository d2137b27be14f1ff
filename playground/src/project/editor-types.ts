// The project's files in the editor: not to be edited, but known by their types.
import { effect } from '@preact/signals'
import { declareFiles } from '../editor/monaco'
import sandboxTypes from '../editor/sandbox-globals.txt?raw'
import { project } from './current'

/** What code finds that runs in the project: it runs on Node.js. */
const nodeTypes = `
declare const process: { readonly env: Record<string, string | undefined>; cwd(): string }
declare const Buffer: any
declare const fetch: any
`

/** Keeps the editor's knowledge of the project's files fresh, from now on. */
export function declareProject(): () => void {
  return effect(() => {
    if (project.value !== null) declareFiles(project.value.files, sandboxTypes + nodeTypes)
  })
}

/** Whether a file is the project's, and not one that is edited here. */
export function isProjectFile(name: string): boolean {
  return project.peek()?.files.some(file => file.name === name) ?? false
}
