import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { redirected } from '../assertions/instrument.js'
import type { Program } from '../blocks/program.js'
import { transpile } from './transpile.js'

/** The folder of a program's files within a run's folder. */
export function programFolder(root: string, program: Program): string {
  return path.join(root, 'blocks', program.id)
}

/** Begins a run's folder with what all its programs share. */
export function writeShared(root: string): void {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(path.join(root, 'preludes'), { recursive: true })
  mkdirSync(path.join(root, 'runtime'))
  const manifest = { type: 'module', imports: { '#runtime': './runtime/runtime.js' } }
  writeFileSync(path.join(root, 'package.json'), `${JSON.stringify(manifest)}\n`)
  const runtime = fileURLToPath(new URL('../runtime', import.meta.url))
  for (const file of readdirSync(runtime)) {
    const text = readFileSync(path.join(runtime, file), 'utf8')
    writeFileSync(path.join(root, 'runtime', javaScript(file)), transpile(file, text))
  }
}

/**
 * Writes what a program's process runs: the program, the files beside it, its prelude.
 *
 * @param root The run's folder.
 * @param program The program.
 * @param text Its instrumented text.
 * @returns The file to start.
 */
export function writeProgram(root: string, program: Program, text: string): string {
  const folder = programFolder(root, program)
  const start = path.join(folder, '$start.js')
  // Written once, it last: another run of the program may be reading.
  if (existsSync(start)) return start
  const write = (fileName: string, source: string) => {
    const file = path.join(folder, javaScript(fileName))
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, transpile(fileName, source))
  }
  for (const file of program.files) {
    write(file.fileName, redirected(file.fileName, file.text, 'block'))
  }
  write(program.fileName, text)
  const { prelude } = program
  if (prelude !== null) {
    const file = path.join(root, 'preludes', `${prelude.name}.js`)
    const source = redirected(`${prelude.name}.ts`, prelude.text, 'prelude')
    // Once: another program's process may be reading it.
    if (!existsSync(file)) writeFileSync(file, transpile(`${prelude.name}.ts`, source))
  }
  writeFileSync(start, startText(program))
  return start
}

function startText({ fileName, prelude }: Program): string {
  const close =
    prelude === null
      ? 'async () => {}'
      : `async () => (await import('../../preludes/${prelude.name}.js')).db?.close()`
  return [
    "import { $run } from '#runtime'",
    `await $run(() => import('./${javaScript(fileName)}'), ${close})`,
    ''
  ].join('\n')
}

function javaScript(fileName: string): string {
  return fileName.replace(/\.ts$/, '.js')
}
