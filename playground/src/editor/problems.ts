// What TypeScript finds wrong in any of the files.
import { nameOf } from './documents'
import { monaco } from './monaco'
import { type Problem, problems } from './problem-counts'

/** Follows what the editor's marks say, from now on. */
export function watchProblems(): () => void {
  const subscription = monaco.editor.onDidChangeMarkers(() => {
    problems.value = readProblems()
  })
  problems.value = readProblems()
  return () => subscription.dispose()
}

function readProblems(): Problem[] {
  return monaco.editor
    .getModelMarkers({})
    .flatMap(marker => {
      const file = nameOf(marker.resource)
      if (file === null || marker.severity < monaco.MarkerSeverity.Warning) return []
      const severity: Problem['severity'] =
        marker.severity === monaco.MarkerSeverity.Error ? 'error' : 'warning'
      const { startLineNumber: line, startColumn: column, message } = marker
      return [{ file, line, column, message, severity }]
    })
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
}
