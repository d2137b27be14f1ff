// Monaco's models of the workspace's files. Typing changes the workspace, a change of the
// workspace (a template, a link, a name) changes the models.
import { workspace } from '../workspace/current'
import { changeText } from '../workspace/workspace'
import { monaco } from './monaco'

const scheme = 'file:///'

function uriOf(name: string): monaco.Uri {
  return monaco.Uri.parse(scheme + name)
}

/** A file's name; null of what is no file of the workspace. */
export function nameOf(uri: monaco.Uri): string | null {
  const text = uri.toString()
  const name = text.startsWith(scheme) ? text.slice(scheme.length) : ''
  return workspace.peek().files.some(file => file.name === name) ? name : null
}

/** A file's model; null where there is no such file. */
export function documentOf(name: string): monaco.editor.ITextModel | null {
  return monaco.editor.getModel(uriOf(name))
}

/** Keeps models and workspace the same, from now on. */
export function syncDocuments(): () => void {
  const stop = workspace.subscribe(({ files }) => {
    for (const model of monaco.editor.getModels()) {
      const gone = !files.some(file => uriOf(file.name).toString() === model.uri.toString())
      if (model.uri.scheme === 'file' && gone) model.dispose()
    }
    for (const { name, text } of files) syncDocument(name, text)
  })
  return () => {
    stop()
    for (const { name } of workspace.peek().files) documentOf(name)?.dispose()
  }
}

function syncDocument(name: string, text: string): void {
  const model = documentOf(name)
  if (model !== null) {
    // By an edit, so that what was there can be had back by Ctrl-Z.
    if (model.getValue() !== text) {
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null)
    }
    return
  }
  const created = monaco.editor.createModel(text, 'typescript', uriOf(name))
  created.setEOL(monaco.editor.EndOfLineSequence.LF)
  created.updateOptions({ tabSize: 2, insertSpaces: true })
  created.onDidChangeContent(() => {
    workspace.value = changeText(workspace.peek(), name, created.getValue())
  })
}
