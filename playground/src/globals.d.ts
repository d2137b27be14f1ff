// Modules that the build makes.
declare module 'virtual:frame-script-hash' {
  /** SHA-256 of the frame's script, in base64. */
  const hash: string
  export default hash
}

declare module '*?raw' {
  const text: string
  export default text
}

declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices' {
  export { default as typescript } from 'typescript'
}

declare module 'monaco-editor/languages/features/typescript/ts.worker' {
  import type { CompilerOptions } from 'typescript'

  /** Monaco's worker; it has more methods than these. */
  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown)
    getScriptText(uri: string): Promise<string | undefined>
    getCompilationSettings(): CompilerOptions
  }

  export function initialize(create: (context: unknown, data: unknown) => TypeScriptWorker): void
}
