// The workspace that is being edited, and the draft of it that a closed tab leaves behind.
import { signal } from '@preact/signals'
import { databases, type Template, templates } from '../data/catalogue'
import { keep, recall } from '../storage/local'
import { isWorkspace, type Workspace } from './workspace'

/** A template as it is opened: with its query in front. */
export function fromTemplate(template: Template): Workspace {
  const front = template.files.find(file => file.name === 'query.ts') ?? template.files[0]
  return { files: template.files, active: front?.name ?? '', database: template.database }
}

/** What someone sees who has never been here. */
function firstWorkspace(): Workspace {
  const [template] = templates
  if (template === undefined) throw new Error('The catalogue has no templates')
  return fromTemplate(template)
}

export const workspace = signal<Workspace>(recallDraft() ?? firstWorkspace())

/** The draft of the last visit; null where there is none, or none that can be read. */
function recallDraft(): Workspace | null {
  try {
    const draft: unknown = JSON.parse(recall('draft') ?? 'null')
    if (!isWorkspace(draft)) return null
    // Imported data is gone with its tab.
    const known = databases.some(database => database.id === draft.database)
    return known ? draft : { ...draft, database: 'empty' }
  } catch {
    return null
  }
}

const pauseMs = 300

function keepDraft(current: Workspace): void {
  keep('draft', JSON.stringify(current))
}

/**
 * Keeps a draft from now on, a moment after each change and when the page is left.
 *
 * @param keepIt Keeps it; by default where the next visit begins with it.
 */
export function keepDrafts(keepIt: (current: Workspace) => void = keepDraft): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = (): void => {
    clearTimeout(timer)
    keepIt(workspace.peek())
  }
  let first = true
  workspace.subscribe(() => {
    if (first) {
      first = false
      return
    }
    clearTimeout(timer)
    timer = setTimeout(save, pauseMs)
  })
  addEventListener('pagehide', save)
}
