import path from 'node:path'
import ts from 'typescript'
import { type Program, placeOf } from '../blocks/program.js'
import type { Problem } from '../problem.js'
import { docsTests } from '../repository.js'

/** What a reader's own project is assumed to have: `strict`, and nothing unusual. */
const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  skipLibCheck: true,
  noEmit: true
}

/**
 * Type-checks programs, all of them in one compilation.
 *
 * @returns What TypeScript says, at the lines of the pages.
 */
export function typeProblems(programs: readonly Program[]): Problem[] {
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
  return [...owners].flatMap(([file, program]) => {
    const source = compilation.getSourceFile(file)
    if (source === undefined) throw new Error(`TypeScript did not read ${file}`)
    const diagnostics = [
      ...compilation.getSyntacticDiagnostics(source),
      ...compilation.getSemanticDiagnostics(source)
    ]
    return diagnostics.map(diagnostic => problemOf(diagnostic, source, program))
  })
}

function problemOf(diagnostic: ts.Diagnostic, source: ts.SourceFile, program: Program): Problem {
  const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
  return { ...placeOf(program, line + 1), message: `TS${diagnostic.code}: ${text}` }
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
