import path from 'node:path'
import ts from 'typescript'
import { inRepository } from '../process/repository.mjs'

/**
 * The files of a project: paths and texts. They are never written to the disk.
 *
 * @typedef {{ readonly [file: string]: string }} Files
 */

/** @type {ts.CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true
}

/** Where the files seem to be: from here `versa-orm` and `kysely` are found as by any project. */
const folder = inRepository('target/types-cost')

/** Files of the disk, which are the same for all projects. */
/** @type {Map<string, ts.SourceFile | undefined>} */
const parsed = new Map()

/**
 * How many types the checker makes of other types to check a project: the same at each run and on
 * each machine, unlike the time that it takes.
 *
 * @param {Files} files
 * @returns {number}
 * @throws {Error} Where the project has errors: it would not be what it is meant to be.
 */
export function countInstantiations(files) {
  const program = ts.createProgram(
    Object.keys(files).map(file => path.join(folder, file)),
    options,
    hostOf(files)
  )
  const errors = ts.getPreEmitDiagnostics(program)
  if (errors.length > 0) {
    throw new Error(ts.formatDiagnostics(errors.slice(0, 5), ts.createCompilerHost(options)))
  }
  // What `tsc --extendedDiagnostics` prints; only the declarations leave it out.
  const counting = /** @type {ts.Program & { getInstantiationCount(): number }} */ (program)
  return counting.getInstantiationCount()
}

/**
 * @param {Files} files
 * @returns {ts.CompilerHost}
 */
function hostOf(files) {
  const disk = ts.createCompilerHost(options)
  /** @type {Map<string, string>} */
  const own = new Map(
    Object.entries(files).map(([file, text]) => [path.join(folder, file), text])
  )
  return {
    ...disk,
    fileExists: file => own.has(file) || disk.fileExists(file),
    directoryExists: directory => directory.startsWith(folder) || ts.sys.directoryExists(directory),
    readFile: file => own.get(file) ?? disk.readFile(file),
    getSourceFile: (file, languageVersion) => {
      const text = own.get(file)
      if (text !== undefined) return ts.createSourceFile(file, text, languageVersion)
      if (!parsed.has(file)) parsed.set(file, disk.getSourceFile(file, languageVersion))
      return parsed.get(file)
    }
  }
}
