// The editor itself: Monaco in its place, with the page's commands and colours.
import { effect } from '@preact/signals'
import { type Command, commands, editorControls } from '../app/commands'
import { notify } from '../app/notices'
import { theme } from '../app/theme'
import { declareProject, isProjectFile } from '../project/editor-types'
import { workspace } from '../workspace/current'
import { openFile } from '../workspace/workspace'
import { documentOf, syncDocuments } from './documents'
import { emitFiles } from './emit'
import { monaco } from './monaco'
import { watchProblems } from './problems'
import { defineThemes, themeName } from './themes'

/** Places the editor; gives what takes it away again. */
export function createEditor(place: HTMLElement): () => void {
  defineThemes()
  const stopProject = declareProject()
  const stopSync = syncDocuments()
  const editor = monaco.editor.create(place, {
    model: documentOf(workspace.peek().active),
    theme: themeName(theme.peek()),
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
    fontSize: 13,
    lineHeight: 21,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    smoothScrolling: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    padding: { top: 12, bottom: 12 },
    lineNumbersMinChars: 3,
    folding: false,
    glyphMargin: false,
    renderLineHighlight: 'line',
    overviewRulerBorder: false,
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    wordBasedSuggestions: 'off',
    quickSuggestions: { strings: true, comments: false, other: true },
    bracketPairColorization: { enabled: false },
    occurrencesHighlight: 'singleFile',
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    ariaLabel: 'Code. Control M lets Tab leave the editor.'
  })
  const stops = [
    stopProject,
    stopSync,
    watchProblems(),
    followFile(editor),
    effect(() => monaco.editor.setTheme(themeName(theme.value)))
  ]
  for (const command of Object.values(commands)) addCommand(editor, command)
  openDefinitions(editor)
  offerControls(editor)
  return () => {
    editorControls.value = null
    for (const stop of stops) stop()
    editor.dispose()
  }
}

/** Shows the file that is in front, where one left it. */
function followFile(editor: monaco.editor.IStandaloneCodeEditor): () => void {
  const views = new Map<string, monaco.editor.ICodeEditorViewState | null>()
  let shown = workspace.peek().active
  return workspace.subscribe(({ active }) => {
    const model = documentOf(active)
    if (model === null || editor.getModel() === model) return
    views.set(shown, editor.saveViewState())
    shown = active
    editor.setModel(model)
    const view = views.get(active)
    if (view) editor.restoreViewState(view)
  })
}

const { KeyMod, KeyCode } = monaco
const keys: Record<string, number[]> = {
  run: [KeyMod.CtrlCmd | KeyCode.Enter],
  palette: [KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyP]
}

/** The page's commands in the editor's palette and menu. */
function addCommand(editor: monaco.editor.IStandaloneCodeEditor, command: Command): void {
  editor.addAction({
    id: `playground.${command.id}`,
    label: `Playground: ${command.label}`,
    keybindings: keys[command.id] ?? [],
    run: () => command.act()
  })
}

/** “Go to definition” opens the file of the definition. */
function openDefinitions(editor: monaco.editor.IStandaloneCodeEditor): void {
  monaco.editor.registerEditorOpener({
    openCodeEditor(_source, resource, selection) {
      const name = resource.path.slice(1)
      if (isProjectFile(name)) {
        const at = selection !== undefined && 'startLineNumber' in selection
        const line = at ? `:${selection.startLineNumber}` : ''
        notify('success', `It is in ${name}${line} of your project.`)
        return true
      }
      if (documentOf(name) === null) return false
      workspace.value = openFile(workspace.peek(), name)
      if (selection !== undefined && 'startLineNumber' in selection) editor.setSelection(selection)
      editor.focus()
      return true
    }
  })
}

function offerControls(editor: monaco.editor.IStandaloneCodeEditor): void {
  editorControls.value = {
    emit: emitFiles,
    format: async () => {
      await editor.getAction('editor.action.formatDocument')?.run()
    },
    palette: () => {
      editor.focus()
      editor.trigger('playground', 'editor.action.quickCommand', {})
    },
    focus: () => editor.focus(),
    goTo: (file, lineNumber, column) => {
      workspace.value = openFile(workspace.peek(), file)
      editor.setPosition({ lineNumber, column })
      editor.revealLineInCenterIfOutsideViewport(lineNumber)
      editor.focus()
    }
  }
}
