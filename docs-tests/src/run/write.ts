import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
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
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }\n')
  const runtime = fileURLToPath(new URL('runtime.ts', import.meta.url))
  writeFileSync(
    path.join(root, 'runtime.js'),
    transpile('runtime.ts', readFileSync(runtime, 'utf8'))
  )
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
  mkdirSync(folder, { recursive: true })
  const write = (fileName: string, source: string) =>
    writeFileSync(path.join(folder, javaScript(fileName)), transpile(fileName, source))
  for (const file of program.files) write(file.fileName, file.text)
  write(program.fileName, text)
  const { prelude } = program
  if (prelude !== null) {
    const file = path.join(root, 'preludes', `${prelude.name}.js`)
    // Once: another program's process may be reading it.
    if (!existsSync(file)) writeFileSync(file, transpile(`${prelude.name}.ts`, prelude.text))
  }
  const start = path.join(folder, '$start.js')
  writeFileSync(start, startText(program))
  return start
}

function startText({ fileName, prelude }: Program): string {
  const close =
    prelude === null
      ? 'async () => {}'
      : `async () => (await import('../../preludes/${prelude.name}.js')).db.close()`
  return [
    "import { $run } from '../../runtime.js'",
    `await $run(() => import('./${javaScript(fileName)}'), ${close})`,
    ''
  ].join('\n')
}

function javaScript(fileName: string): string {
  return fileName.replace(/\.ts$/, '.js')
}
