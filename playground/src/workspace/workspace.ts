// What is being edited: files, which of them is in front, and the database they run against. Pure:
// each change gives another workspace, or says why it cannot be made.
import type { SourceFile } from '../protocol'

export interface Workspace {
  readonly files: readonly SourceFile[]
  /** The name of the file in front. */
  readonly active: string
  /** The `id` of a sample database, or `imported`. */
  readonly database: string
}

/** The file that a run ends with; it is always there. */
export const queryFile = 'query.ts'

/** The file whose models get their tables. */
export const modelsFile = 'models.ts'

/** The file that runs before all others, unseen: what an example of the docs begins with. */
export const setupFile = 'setup.ts'

/** The file that fills empty tables. */
export const seedFile = 'seed.ts'

export const filesMax = 20

/** Why a file cannot have a name; null where it can. */
export function nameProblem(workspace: Workspace, name: string): string | null {
  if (!/^[\w-][\w.-]*\.ts$/.test(name) || name.endsWith('.d.ts')) {
    return 'A name has letters, digits, dots and dashes, and ends with .ts.'
  }
  if (name.length > 40) return 'A name has 40 characters at most.'
  const taken = workspace.files.some(file => file.name.toLowerCase() === name.toLowerCase())
  return taken ? `There is a file ${name} already.` : null
}

/** Why no file can be added; null where one can. */
export function addProblem(workspace: Workspace): string | null {
  return workspace.files.length < filesMax ? null : `${filesMax} files are the most.`
}

/** With one more file, which comes to the front. */
export function addFile(workspace: Workspace, name: string, text = ''): Workspace {
  return { ...workspace, files: [...workspace.files, { name, text }], active: name }
}

/** With a file under another name. Imports of it are the user's to change. */
export function renameFile(workspace: Workspace, from: string, to: string): Workspace {
  const files = workspace.files.map(file => (file.name === from ? { ...file, name: to } : file))
  return { ...workspace, files, active: workspace.active === from ? to : workspace.active }
}

/** Without a file; its neighbour comes to the front where it was there. */
export function removeFile(workspace: Workspace, name: string): Workspace {
  const at = workspace.files.findIndex(file => file.name === name)
  const files = workspace.files.filter(file => file.name !== name)
  const neighbour = files[Math.min(at, files.length - 1)]
  const active = workspace.active === name && neighbour ? neighbour.name : workspace.active
  return { ...workspace, files, active }
}

/** With another text in a file. */
export function changeText(workspace: Workspace, name: string, text: string): Workspace {
  const files = workspace.files.map(file =>
    file.name === name && file.text !== text ? { name, text } : file
  )
  return { ...workspace, files }
}

/** With a file in front. */
export function openFile(workspace: Workspace, name: string): Workspace {
  return workspace.files.some(file => file.name === name)
    ? { ...workspace, active: name }
    : workspace
}

/** Whether something is a workspace that we could have written; links and drafts are asked. */
export function isWorkspace(value: unknown): value is Workspace {
  if (typeof value !== 'object' || value === null) return false
  const { files, active, database } = value as Record<string, unknown>
  if (!Array.isArray(files) || files.length === 0 || files.length > filesMax) return false
  if (typeof active !== 'string' || typeof database !== 'string') return false
  const empty: Workspace = { files: [], active: '', database: '' }
  const seen = new Set<string>()
  for (const file of files as unknown[]) {
    if (typeof file !== 'object' || file === null) return false
    const { name, text } = file as Record<string, unknown>
    if (typeof name !== 'string' || typeof text !== 'string') return false
    if (nameProblem(empty, name) !== null || seen.has(name.toLowerCase())) return false
    seen.add(name.toLowerCase())
  }
  return seen.has(queryFile) && seen.has(active.toLowerCase())
}
