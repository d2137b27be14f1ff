// Monaco's worker for TypeScript, which can also emit code that shows what its comments assert.
import { initialize, TypeScriptWorker } from 'monaco-editor/languages/features/typescript/ts.worker'
import ts from 'typescript'
import { type Insertion, showAsserted } from '../asserted/show-asserted'

/** A file as JavaScript that shows its assertions. */
export interface ShowingEmit {
  readonly code: string
  /** The source map, as JSON; it is of the code with the insertions. */
  readonly map: string
  readonly insertions: readonly Insertion[]
}

class ShowingWorker extends TypeScriptWorker {
  /** Null where a file asserts nothing: it is emitted like any other. */
  async emitShowing(uri: string): Promise<ShowingEmit | null> {
    const text = await this.getScriptText(uri)
    if (text === undefined) return null
    const { text: showing, insertions } = showAsserted(uri, text)
    if (insertions.length === 0) return null
    const { outputText, sourceMapText = '' } = ts.transpileModule(showing, {
      fileName: uri,
      compilerOptions: this.getCompilationSettings()
    })
    return { code: outputText, map: sourceMapText, insertions }
  }
}

self.onmessage = () => {
  initialize((context, data) => new ShowingWorker(context, data))
}
