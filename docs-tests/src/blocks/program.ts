import type { Block } from '../markdown/fences.js'
import type { Problem } from '../problem.js'
import { type Chain, chainsOf, preludeOf, programId } from './chains.js'
import { wholeFragment } from './fragment.js'
import { packageExports } from './package-exports.js'
import type { Prelude } from './preludes.js'
import { identifiers, parse, topLevelNames } from './syntax.js'

/**
 * What is checked and run as one module: a block and those that `continue` it.
 *
 * Its first line imports what it needs of the prelude; the blocks begin on the second.
 */
export interface Program {
  /** Its folder's name: unique, and says where it comes from. */
  readonly id: string
  /** The name of its file, with its folder in the page's project if it has one. */
  readonly fileName: string
  readonly blocks: Chain
  readonly prelude: Prelude | null
  readonly text: string
  /** The `file=` blocks before it on the page: they lie beside it. */
  readonly files: readonly Program[]
}

/**
 * Puts the TypeScript blocks of one page together.
 *
 * @throws {PageError} For a prelude that does not exist, or a `continue` of nothing.
 */
export function programsOf(blocks: readonly Block[]): Program[] {
  const programs: Program[] = []
  for (const chain of chainsOf(blocks.filter(isTypeScript))) {
    const [first] = chain
    const files = programs.filter(program => program.fileName !== blockFile)
    const prelude = preludeOf(first)
    const code = chain.map(codeOf).join('\n')
    programs.push({
      id: programId(first),
      fileName: first.meta.file ?? blockFile,
      blocks: chain,
      prelude,
      text: `${importsOf(first, prelude, code)}\n${code}\n`,
      files
    })
  }
  return programs
}

/** The name of a block's file where it gives itself none. */
export const blockFile = 'block.ts'

/** Whether a block is TypeScript of ours: that of others is run by `peers/`. */
export function isTypeScript({ language, meta }: Block): boolean {
  return language === 'ts' && meta.peer === undefined
}

/** Examples in comments may be less than statements. */
function codeOf({ code, symbol }: Block): string {
  return symbol === undefined ? code : wholeFragment(code)
}

/** Imports what the code uses of the prelude and does not declare itself. */
function importsOf(block: Block, prelude: Prelude | null, code: string): string {
  const file = parse(blockFile, code)
  const own = topLevelNames(file)
  const used = [...identifiers(file)].filter(name => !own.has(name))
  const ofPrelude = used.filter(name => prelude?.exports.has(name))
  const lines: string[] = []
  if (prelude !== null) {
    const module = `'../../preludes/${prelude.name}.js'`
    // The prelude runs also for a block that uses none of its names: its database is the default.
    lines.push(`import ${module}; import { ${ofPrelude.join(', ')} } from ${module};`)
  }
  if (block.symbol !== undefined) {
    // The reference is the package's: what it exports need not be imported there.
    const { node } = packageExports()
    const ofPackage = used.filter(name => node.has(name) && !ofPrelude.includes(name))
    if (ofPackage.length > 0) lines.push(`import { ${ofPackage.join(', ')} } from 'versa-orm';`)
  }
  return lines.join(' ')
}

/** Where a line of a program (from 1) stands in the page. */
export function placeOf(program: Program, line: number): Omit<Problem, 'message'> {
  let begin = 2
  for (const block of program.blocks) {
    const lines = block.code.split('\n').length
    if (line < begin + lines) {
      return { page: block.page, line: block.line + Math.max(0, line - begin) }
    }
    begin += lines
  }
  const last = program.blocks.at(-1) ?? program.blocks[0]
  return { page: last.page, line: last.line + last.code.split('\n').length - 1 }
}

/** The lines of a program (from 1) on which its blocks begin. */
export function beginningsOf(program: Program): number[] {
  let begin = 2
  return program.blocks.map(block => {
    const own = begin
    begin += block.code.split('\n').length
    return own
  })
}

/** Why a program does not run though it could be expected to; undefined where it does. */
export function skipReason(program: Program): string | undefined {
  return program.blocks[0].meta.skip
}
