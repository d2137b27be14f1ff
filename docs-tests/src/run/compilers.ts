import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Program } from '../blocks/program.js'
import type { Problem } from '../problem.js'
import { docsTests, repository, scratchFolder } from '../repository.js'
import { type Finding, judgeTypes } from './judge-types.js'
import { compilerOptions } from './types.js'

/** The compilers that readers may have, beside the one that checks everything. */
export const otherCompilers = ['typescript-5.9', 'typescript-7.0'] as const

/**
 * Type-checks programs with another TypeScript than this repository's, by its command.
 *
 * @param compiler Its package.
 * @param programs The programs.
 */
export async function typeProblemsBy(
  compiler: (typeof otherCompilers)[number],
  programs: readonly Program[]
): Promise<Problem[]> {
  const root = mkdtempSync(path.join(scratchFolder(), '.docs-types-'))
  try {
    writeAll(root, programs)
    return judgeTypes(programs, findingsIn(await output(compiler, root), programs))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function writeAll(root: string, programs: readonly Program[]): void {
  cpSync(path.join(docsTests, 'preludes'), path.join(root, 'preludes'), { recursive: true })
  const manifest = { type: 'module' }
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest))
  const config = { compilerOptions, include: ['blocks'] }
  writeFileSync(path.join(root, 'tsconfig.json'), JSON.stringify(config))
  for (const program of programs) {
    for (const { fileName, text } of [...program.files, program]) {
      const file = path.join(root, 'blocks', program.id, fileName)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }
}

function output(compiler: string, root: string): Promise<string> {
  const tsc = path.join(repository, 'node_modules', compiler, 'bin/tsc')
  return new Promise((resolve, reject) => {
    const args = [tsc, '--pretty', 'false', '-p', root]
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      // 1 and 2 are the codes of a compiler that found something.
      const failed = error !== null && error.code !== 1 && error.code !== 2
      if (failed) reject(new Error(`${compiler}: ${error.message}\n${stdout}${stderr}`))
      else resolve(stdout)
    })
  })
}

const place = /^(.+?)\((\d+),\d+\): error TS(\d+): (.*)$/

/** What the lines of a compiler say; those that are indented belong to the one before. */
function findingsIn(text: string, programs: readonly Program[]): Map<Program, Finding[]> {
  const owners = new Map<string, Program>()
  for (const program of programs) {
    owners.set(`blocks/${program.id}/${program.fileName}`, program)
  }
  const findings = new Map<Program, { line: number; code: number; text: string }[]>()
  let last: { text: string } | undefined
  for (const line of text.split('\n')) {
    const [, file = '', at, code, said = ''] = place.exec(line) ?? []
    if (at === undefined || code === undefined) {
      if (last !== undefined && line.startsWith(' ')) last.text += `\n${line}`
      else if (line.trim() !== '') throw new Error(`the compiler said: ${line}`)
      continue
    }
    const owner = owners.get(file.split(path.sep).join('/'))
    const finding = { line: Number(at), code: Number(code), text: said }
    last = finding
    // A file of the page is there once for each program; as one of its own it is reported.
    if (owner !== undefined) findings.set(owner, [...(findings.get(owner) ?? []), finding])
    else if (!file.startsWith('blocks/')) throw new Error(`the compiler said: ${line}`)
  }
  return findings
}
