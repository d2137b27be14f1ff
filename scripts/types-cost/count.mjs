import path from 'node:path'
import ts from 'typescript'
import { Failure } from '../process/failure.mjs'
import { inRepository } from '../process/repository.mjs'

/**
 * The files of a project: paths and texts. They are never written to the disk.
 *
 * @typedef {{ readonly [file: string]: string }} Files
 */

/** How all projects are checked, as tsconfig.json says it. */
export const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  lib: ['es2022', 'esnext.disposable'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true
}

const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, inRepository())

/** Where projects are, or seem to be: `versa-orm` and `kysely` are found as by any project. */
export const projectFolder = inRepository('target/types-cost')

/** Files of the disk, which are the same for all projects. */
/** @type {Map<string, ts.SourceFile | undefined>} */
const parsed = new Map()

/**
 * A project whose instantiations are counted: how many types the checker makes of other types. They
 * are the same at each run and on each machine, unlike the time that they take.
 */
export class CountedProject {
  #program

  /** @param {Files} files */
  constructor(files) {
    const names = Object.keys(files).map(file => path.join(projectFolder, file))
    this.#program = ts.createProgram(names, options, hostOf(files))
  }

  /**
   * Checks a file, or all files, unless that was done already.
   *
   * @param {string} [file] Its path in the project.
   * @returns {number} How many instantiations that took.
   * @throws {Failure} Where there are errors: the project would not be what it is meant to be.
   */
  check(file) {
    const before = this.#count()
    const source = file && this.#program.getSourceFile(path.join(projectFolder, file))
    if (file !== undefined && !source) throw new Failure(`There is no ${file} in the project.`)
    const errors = [
      ...this.#program.getGlobalDiagnostics(),
      ...this.#program.getSemanticDiagnostics(source || undefined)
    ]
    if (errors.length > 0) {
      const told = ts.formatDiagnostics(errors.slice(0, 5), ts.createCompilerHost(options))
      throw new Failure('A project whose types are counted does not compile', told)
    }
    return this.#count() - before
  }

  #count() {
    // What `tsc --extendedDiagnostics` prints; only the declarations leave it out.
    const program = /** @type {ts.Program & { getInstantiationCount(): number }} */ (this.#program)
    return program.getInstantiationCount()
  }
}

/** The compiler that counts; another one counts otherwise. */
export const countingCompiler = `TypeScript ${ts.version}`

/**
 * @param {Files} files
 * @returns {ts.CompilerHost}
 */
function hostOf(files) {
  const disk = ts.createCompilerHost(options)
  const own = new Map(
    Object.entries(files).map(([file, text]) => [path.join(projectFolder, file), text])
  )
  return {
    ...disk,
    fileExists: file => own.has(file) || disk.fileExists(file),
    directoryExists: directory =>
      directory.startsWith(projectFolder) || ts.sys.directoryExists(directory),
    readFile: file => own.get(file) ?? disk.readFile(file),
    getSourceFile: (file, languageVersion) => {
      const text = own.get(file)
      if (text !== undefined) return ts.createSourceFile(file, text, languageVersion)
      if (!parsed.has(file)) parsed.set(file, disk.getSourceFile(file, languageVersion))
      return parsed.get(file)
    }
  }
}
