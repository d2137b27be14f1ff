// What the address asks for: a shared state, a template, or to be shown within another page.
import { databases, templates } from '../data/catalogue'
import { openProject, projectAsked } from '../project/current'
import { isSharedHash, readLink } from '../share/read-link'
import { fromTemplate, workspace } from '../workspace/current'
import type { Workspace } from '../workspace/workspace'
import { openDialog } from './dialogs'
import { notify } from './notices'
import { chooseTheme } from './theme'

/** Whether the page is shown within another one: without the header. */
export const embedded = new URLSearchParams(location.search).has('embed')

/** Opens what the address asks for. What cannot be opened is said, and changes nothing. */
export async function openAddress(): Promise<void> {
  if (embedded) followTheme()
  // Code of a link must not run with the project's models against its database.
  if (projectAsked) return openProjectHere()
  addEventListener('hashchange', () => openHash())
  const template = new URLSearchParams(location.search).get('template')
  if (isSharedHash(location.hash)) await openHash()
  else if (template !== null) openTemplate(template)
}

async function openProjectHere(): Promise<void> {
  try {
    workspace.value = await openProject()
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    notify('error', `Your project is not here. ${text}`)
  }
}

async function openHash(): Promise<void> {
  if (!isSharedHash(location.hash)) return
  try {
    workspace.value = withKnownDatabase(await readLink(location.hash))
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    notify('error', `${text} What was in the editor is still there.`)
  }
}

function withKnownDatabase(linked: Workspace): Workspace {
  if (databases.some(({ id }) => id === linked.database)) return linked
  const what =
    linked.database === 'imported'
      ? 'The link was made with an imported database, which links do not hold.'
      : 'The link names a database that does not exist here.'
  notify('warning', `${what} The empty one is chosen.`)
  return { ...linked, database: 'empty' }
}

/** Opens a template; of one that does not exist, the list of those that do. */
export function openTemplate(id: string): void {
  const template = templates.find(candidate => candidate.id === id)
  if (template !== undefined) {
    workspace.value = fromTemplate(template)
    return
  }
  notify('error', `There is no template “${id}” any more. These are those that there are.`)
  openDialog('templates')
}

/** The page around says which theme it has: only that, so whoever it is may say it. */
function followTheme(): void {
  const asked = new URLSearchParams(location.search).get('theme')
  if (asked === 'light' || asked === 'dark') chooseTheme(asked, { kept: false })
  addEventListener('message', ({ source, data }: MessageEvent<{ versaTheme?: unknown } | null>) => {
    const wanted = data?.versaTheme
    if (source !== parent) return
    if (wanted === 'light' || wanted === 'dark') chooseTheme(wanted, { kept: false })
  })
}
