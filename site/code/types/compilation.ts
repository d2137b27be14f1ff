import path from 'node:path'
import ts from 'typescript'
import type { Program } from '../../../docs-tests/src/blocks/program.js'
import { docsTests } from '../../../docs-tests/src/repository.js'

/** What a reader's own project is assumed to have; `docs-tests/src/run/types.ts` has the same. */
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

/** Programs lie beside `preludes/`, in a folder that is only in the compiler's mind. */
export function pathOf(program: Program, fileName = program.fileName): string {
  return path.join(docsTests, 'blocks', program.id, fileName).split(path.sep).join('/')
}

/** An editor's view of programs: what it says where one points at something. */
export interface Compilation {
  /** The view of these programs, and of all others that are known by now. */
  of(programs: readonly Program[]): ts.LanguageService
}

/**
 * One compilation of all programs, as the libraries' declarations take longer than they do.
 *
 * @param programs Those that are known in advance; another one makes the compilation begin anew.
 */
export function compilationOf(programs: readonly Program[]): Compilation {
  const files = new VirtualFiles()
  for (const program of programs) files.add(program)
  const service = ts.createLanguageService(hostOf(files))
  return {
    of: asked => {
      for (const program of asked) files.add(program)
      return service
    }
  }
}

/** Files that are only in the compiler's mind. */
class VirtualFiles {
  readonly texts = new Map<string, string>()
  readonly folders = new Set<string>()
  readonly versions = new Map<string, number>()
  /** Counts changes: whoever asks for it need not ask for each file. */
  version = 0

  add(program: Program): void {
    for (const file of program.files) this.#set(pathOf(program, file.fileName), file.text)
    this.#set(pathOf(program), program.text)
  }

  #set(file: string, text: string): void {
    if (this.texts.get(file) === text) return
    this.version += 1
    this.texts.set(file, text)
    this.versions.set(file, this.version)
    let folder = path.posix.dirname(file)
    while (!this.folders.has(folder) && folder !== '/') {
      this.folders.add(folder)
      folder = path.posix.dirname(folder)
    }
  }
}

function hostOf(files: VirtualFiles): ts.LanguageServiceHost {
  const { texts, folders, versions } = files
  const readFile = (file: string) => texts.get(file) ?? ts.sys.readFile(file)
  const { realpath } = ts.sys
  return {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => docsTests,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [...texts.keys()],
    getProjectVersion: () => String(files.version),
    getScriptVersion: file => String(versions.get(file) ?? 0),
    getScriptSnapshot: file => {
      const text = readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    fileExists: file => texts.has(file) || ts.sys.fileExists(file),
    directoryExists: folder => folders.has(folder) || ts.sys.directoryExists(folder),
    getDirectories: ts.sys.getDirectories,
    readFile,
    ...(realpath === undefined ? {} : { realpath })
  }
}
