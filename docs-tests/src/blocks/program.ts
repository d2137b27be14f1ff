import type { Block } from '../markdown/fences.js'
import { PageError, type Problem } from '../problem.js'
import { type Prelude, readPrelude } from './preludes.js'
import { identifiers, parse, topLevelNames } from './syntax.js'

/**
 * What is checked and run as one module: a block and those that `continue` it.
 *
 * Its first line imports what it needs of the prelude; the blocks begin on the second.
 */
export interface Program {
  /** Its folder's name: unique, and says where it comes from. */
  readonly id: string
  /** The name of its file, without a folder. */
  readonly fileName: string
  readonly blocks: readonly [Block, ...Block[]]
  readonly prelude: Prelude | null
  readonly text: string
  /** The `file=` blocks before it on the page: they lie beside it. */
  readonly files: readonly Program[]
}

/**
 * Puts the blocks of one page together.
 *
 * @throws {PageError} For a prelude that does not exist, or a `continue` of nothing.
 */
export function programsOf(blocks: readonly Block[]): Program[] {
  const programs: Program[] = []
  for (const chain of chainsOf(blocks)) {
    const [first] = chain
    const files = programs.filter(program => program.fileName !== blockFile)
    const name = first.page.replace(/\.md$/, '').replace(/[^\w-]+/g, '-')
    const fileName = first.meta.file ?? blockFile
    const prelude = preludeOf(first)
    const code = chain.map(block => block.code).join('\n')
    const text = `${preludeImport(prelude, code)}\n${code}\n`
    programs.push({
      id: `${name}-${first.line}`,
      fileName,
      blocks: chain,
      prelude,
      text,
      files
    })
  }
  return programs
}

/** The name of a block's file where it gives itself none. */
export const blockFile = 'block.ts'

function chainsOf(blocks: readonly Block[]): [Block, ...Block[]][] {
  const chains: [Block, ...Block[]][] = []
  for (const block of blocks) {
    if (block.meta.continue !== true) {
      chains.push([block])
      continue
    }
    const chain = chains.at(-1)
    if (chain === undefined) throw wrong(block, 'there is no block before it to continue')
    if (block.meta.skip !== chain[0].meta.skip) {
      throw wrong(block, 'a block and those that continue it run together or not at all')
    }
    chain.push(block)
  }
  return chains
}

function preludeOf(block: Block): Prelude | null {
  if (block.prelude === null || block.meta.file !== undefined) return null
  const prelude = readPrelude(block.prelude)
  if (prelude === undefined) throw wrong(block, `there is no preludes/${block.prelude}.ts`)
  return prelude
}

function wrong(block: Block, message: string): PageError {
  return new PageError({ page: block.page, line: block.line - 1, message })
}

/** Imports what the code uses of the prelude and does not declare itself. */
function preludeImport(prelude: Prelude | null, code: string): string {
  if (prelude === null) return ''
  const file = parse(blockFile, code)
  const own = topLevelNames(file)
  const used = [...identifiers(file)].filter(name => prelude.exports.has(name) && !own.has(name))
  const module = `'../../preludes/${prelude.name}.js'`
  // The prelude runs also for a block that uses none of its names: its database is the default.
  return `import ${module}; import { ${used.join(', ')} } from ${module};`
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

/** Why a program does not run; undefined where it does. */
export function skipReason(program: Program): string | undefined {
  return program.blocks[0].meta.skip
}
