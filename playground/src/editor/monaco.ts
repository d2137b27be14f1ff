// Monaco with what the playground needs of it: TypeScript, its features, and the two workers.
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/typescript/register'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import versaTypes from '../../../orm/dist/index.d.cts?raw'
import type { SourceFile } from '../protocol'
import sandboxTypes from './sandbox-globals.txt?raw'
import TypeScriptWorker from './typescript-worker?worker'

self.MonacoEnvironment = {
  getWorker: (_id, label) =>
    label === 'typescript' || label === 'javascript' ? new TypeScriptWorker() : new EditorWorker()
}

// TypeScript's own numbers: Monaco's lists of them end early, which is why these are claimed.
const es2022 = 9 as typescript.ScriptTarget
const bundlerResolution = 100 as typescript.ModuleResolutionKind
const forcedModules = 3

typescript.typescriptDefaults.setCompilerOptions({
  target: es2022,
  lib: ['esnext'],
  module: typescript.ModuleKind.ESNext,
  moduleResolution: bundlerResolution,
  moduleDetection: forcedModules,
  strict: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  skipLibCheck: true,
  sourceMap: true,
  allowNonTsExtensions: true
})
typescript.typescriptDefaults.setEagerModelSync(true)
/** Declares the package, the globals, and the files of a project where one is open. */
export function declareFiles(files: readonly SourceFile[], globals = sandboxTypes): void {
  typescript.typescriptDefaults.setExtraLibs([
    { filePath: 'file:///node_modules/versa-orm/index.d.ts', content: versaTypes },
    { filePath: 'file:///globals.d.ts', content: globals },
    ...files.map(({ name, text }) => ({ filePath: `file:///${name}`, content: text }))
  ])
}

declareFiles([])

export * as monaco from 'monaco-editor/editor'
export { typescript }
