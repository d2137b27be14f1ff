import ts from 'typescript'
import { parse } from './syntax.js'

/**
 * Makes statements of what an example in a comment is, which may be less: properties of an object
 * (`age: t.int()`) or members of a class (`static posts = …`). The lines stay where they are.
 */
export function wholeFragment(code: string): string {
  if (isWhole(code)) return code
  const whole = /^\s*static\b/m.test(code) ? `void class { ${code} }` : `void ({ ${code} })`
  return isWhole(whole) ? whole : code
}

function isWhole(text: string): boolean {
  const labelled = parse('block.ts', text).statements.some(ts.isLabeledStatement)
  const { diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext }
  })
  return !labelled && (diagnostics?.length ?? 0) === 0
}
