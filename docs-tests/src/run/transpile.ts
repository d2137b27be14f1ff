import ts from 'typescript'

/** TypeScript to JavaScript with a source map in it, so that stack traces name the page's lines. */
export function transpile(fileName: string, text: string): string {
  const { outputText } = ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      inlineSourceMap: true
    }
  })
  return outputText
}
