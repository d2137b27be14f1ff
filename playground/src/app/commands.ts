// What can be done, once: buttons, the menu, shortcuts and the editor's command palette all run
// these.
import { signal } from '@preact/signals'
import { chooseKeeping, importFile, keepsData, resetData } from '../databases/chosen'
import { download } from '../databases/download'
import { issueText } from '../panels'
import { project } from '../project/current'
import { startProjectRun } from '../project/project-run'
import { resultingDatabase, run, startRun, stopRun } from '../run/run'
import { workspace } from '../workspace/current'
import { openDialog } from './dialogs'
import { issueContext } from './issue-context'
import { notify } from './notices'
import { toggleTheme } from './theme'

/** What the editor can be asked for, once it is there. */
export interface EditorControls {
  readonly emit: Parameters<typeof startRun>[0]
  format(): Promise<void>
  palette(): void
  focus(): void
  goTo(file: string, line: number, column: number): void
}

/** Null until the editor is loaded, and where it cannot be. */
export const editorControls = signal<EditorControls | null>(null)

/** Which half a narrow page shows. */
export const pane = signal<'code' | 'results'>('code')

export interface Command {
  readonly id: string
  readonly label: string
  /** As people read it: `Ctrl Enter`. */
  readonly shortcut?: string
  act(): void
}

const apple = /Mac|iPhone|iPad/.test(navigator.platform)
const control = apple ? '⌘' : 'Ctrl'

export const commands = {
  run: {
    id: 'run',
    label: 'Run',
    shortcut: `${control} Enter`,
    act: () => runCode()
  },
  stop: { id: 'stop', label: 'Stop', shortcut: 'Esc', act: () => stopRun() },
  format: {
    id: 'format',
    label: 'Format the file',
    shortcut: apple ? '⇧ ⌥ F' : 'Shift Alt F',
    act: () => void editorControls.peek()?.format()
  },
  share: { id: 'share', label: 'Share a link', act: () => openDialog('share') },
  templates: { id: 'templates', label: 'Open a template', act: () => openDialog('templates') },
  import: { id: 'import', label: 'Import a database', act: pickFile },
  download: { id: 'download', label: 'Download the database', act: () => void downloadDatabase() },
  keep: { id: 'keep', label: 'Keep my data', act: () => void chooseKeeping(!keepsData.peek()) },
  reset: { id: 'reset', label: 'Forget what was written', act: () => void resetData() },
  issue: { id: 'issue', label: 'Copy as issue', act: () => void copyIssue() },
  theme: { id: 'theme', label: 'Light or dark', act: toggleTheme },
  palette: {
    id: 'palette',
    label: 'All commands',
    shortcut: 'F1',
    act: () => editorControls.peek()?.palette()
  },
  help: { id: 'help', label: 'Keyboard and help', act: () => openDialog('help') }
} as const satisfies Record<string, Command>

function runCode(): void {
  if (project.peek() !== null) {
    pane.value = 'results'
    void startProjectRun()
    return
  }
  const controls = editorControls.peek()
  if (controls === null) {
    notify(
      'warning',
      'The editor is not loaded yet, and it is what turns TypeScript into JavaScript.'
    )
    return
  }
  pane.value = 'results'
  void startRun(controls.emit)
}

function pickFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.sqlite,.sqlite3,.db,.sql'
  input.onchange = () => {
    const file = input.files?.[0]
    if (file !== undefined) void importFile(file)
  }
  input.click()
}

async function downloadDatabase(): Promise<void> {
  try {
    download(await resultingDatabase(), `${workspace.peek().database}.sqlite`)
  } catch (error) {
    notify('error', error instanceof Error ? error.message : String(error))
  }
}

async function copyIssue(): Promise<void> {
  const text = issueText(run.peek(), issueContext())
  await copyText(text, 'The code, the statements and the versions are copied, as Markdown.')
}

/** Copies a text, and says so, or says that the browser forbids it. */
export async function copyText(text: string, success: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    notify('success', success)
    return true
  } catch {
    notify('error', 'The browser does not let the playground copy.')
    return false
  }
}

/** The shortcuts outside the editor; within it, Monaco has them. */
export function listenForShortcuts(): () => void {
  const listen = (event: KeyboardEvent): void => {
    const modified = event.ctrlKey || event.metaKey
    const palette = event.key === 'F1' || (modified && event.shiftKey && /^p$/i.test(event.key))
    if (event.defaultPrevented) return
    if (modified && event.key === 'Enter') commands.run.act()
    else if (palette) commands.palette.act()
    else if (event.key === 'Escape' && run.peek().running) commands.stop.act()
    else return
    event.preventDefault()
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}
