// The project that is in the editor: `?project` in the address asks `versa doc` for it.
import { signal } from '@preact/signals'
import { notify } from '../app/notices'
import { keep, recall } from '../storage/local'
import type { Workspace } from '../workspace/workspace'
import { askProject, takeToken } from './ask'
import { followProject } from './follow'
import type { EditorFiles } from './state'

/** Whether the address asks for the project. */
export const projectAsked = new URLSearchParams(location.search).has('project')

/** The project; null where none is open. */
export const project = signal<EditorFiles | null>(null)

/** The query that was edited, kept apart from what the playground keeps. */
const draft = 'project-query'

/**
 * Opens the project, and follows its files from then on.
 *
 * @returns What is in the editor then.
 * @throws {Error} Where there is no project to be had.
 */
export async function openProject(): Promise<Workspace> {
  takeToken()
  const files = await loadFiles()
  project.value = files
  followProject({
    onState: ({ loading }) => {
      if (!loading) void refresh()
    },
    onLost: () => undefined
  })
  const text = recall(draft) ?? files.query
  return { files: [{ name: 'query.ts', text }], active: 'query.ts', database: 'project' }
}

/** Keeps the query for the next visit. */
export function keepQuery({ files }: Workspace): void {
  const query = files.find(({ name }) => name === 'query.ts')?.text
  if (query !== undefined && query !== project.peek()?.query) keep(draft, query)
}

async function loadFiles(): Promise<EditorFiles> {
  return (await askProject('files.json')).json()
}

async function refresh(): Promise<void> {
  try {
    project.value = await loadFiles()
  } catch (error) {
    notify('warning', error instanceof Error ? error.message : String(error))
  }
}
