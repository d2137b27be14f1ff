import path from 'node:path'
import ts from 'typescript'
import type { Program } from '../blocks/program.js'
import type { Problem } from '../problem.js'
import { docsTests } from '../repository.js'
import { type Finding, judgeTypes } from './judge-types.js'

/** What a reader's own project is assumed to have: `strict`, and nothing unusual. */
export const compilerOptions = {
  strict: true,
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable'],
  types: ['node'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  moduleDetection: 'force',
  skipLibCheck: true,
  noEmit: true
}

const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, docsTests)

/**
 * Type-checks programs, all of them in one compilation.
 *
 * @returns What TypeScript says that the pages do not, at the lines of the pages.
 */
export function typeProblems(programs: readonly Program[]): Problem[] {
  return judgeTypes(programs, typeFindings(programs))
}

/** What TypeScript says about each program. */
export function typeFindings(programs: readonly Program[]): Map<Program, Finding[]> {
  const texts = new Map<string, string>()
  const owners = new Map<string, Program>()
  for (const program of programs) {
    for (const file of program.files) texts.set(virtualPath(program, file.fileName), file.text)
    const own = virtualPath(program, program.fileName)
    texts.set(own, program.text)
    owners.set(own, program)
  }
  const compilation = ts.createProgram([...owners.keys()], options, hostWith(texts))
  const general = [...compilation.getOptionsDiagnostics(), ...compilation.getGlobalDiagnostics()]
  const [first] = general
  if (first !== undefined) throw new Error(ts.flattenDiagnosticMessageText(first.messageText, '\n'))
  const findings = [...owners].map(([file, program]) => {
    const source = compilation.getSourceFile(file)
    if (source === undefined) throw new Error(`TypeScript did not read ${file}`)
    const diagnostics = [
      ...compilation.getSyntacticDiagnostics(source),
      ...compilation.getSemanticDiagnostics(source)
    ]
    return [program, diagnostics.map(diagnostic => findingOf(diagnostic, source))] as const
  })
  return new Map(findings)
}

function findingOf(diagnostic: ts.Diagnostic, source: ts.SourceFile): Finding {
  const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
  return { line: line + 1, code: diagnostic.code, text }
}

/** Programs lie beside `preludes/`, in a folder that is only in the compiler's mind. */
function virtualPath(program: Program, fileName: string): string {
  return path.join(docsTests, 'blocks', program.id, fileName).split(path.sep).join('/')
}

/** The libraries' declarations are read and parsed once per process. */
const libraries = new Map<string, ts.SourceFile | undefined>()

function hostWith(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const folders = new Set([...texts.keys()].map(file => path.posix.dirname(file)))
  const { getSourceFile, fileExists, directoryExists, readFile } = host
  return {
    ...host,
    fileExists: file => texts.has(file) || fileExists(file),
    directoryExists: folder => folders.has(folder) || (directoryExists?.(folder) ?? true),
    readFile: file => texts.get(file) ?? readFile(file),
    getSourceFile: (file, language, ...rest) => {
      const text = texts.get(file)
      if (text !== undefined) return ts.createSourceFile(file, text, language, true)
      if (!libraries.has(file)) libraries.set(file, getSourceFile(file, language, ...rest))
      return libraries.get(file)
    }
  }
}
