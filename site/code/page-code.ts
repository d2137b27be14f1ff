// What the site shows of a page's code, and what a reader gets who asks for more.
import { setImmediate } from 'node:timers/promises'
import type { Code } from 'mdast'
import { type Program, programsOf } from '../../docs-tests/src/blocks/program.js'
import { type FenceMeta, readFenceMeta } from '../../docs-tests/src/markdown/fence-meta.js'
import { type Block, blocksOf } from '../../docs-tests/src/markdown/fences.js'
import { lineOf, nodesOf } from '../../docs-tests/src/markdown/nodes.js'
import { PageError, type Problem } from '../../docs-tests/src/problem.js'
import type { CodeHighlighter, Mark } from './highlight/highlighter.js'
import type { SitePage } from './pages.js'
import { type PageRuns, runsOf } from './play/page-runs.js'
import type { Compilation } from './types/compilation.js'
import { type TypesOfProgram, typesOf } from './types/hovers.js'

/** A block as it is shown. */
export interface ShownBlock {
  /** The fence and its text, by which the page finds it. */
  readonly fence: string
  readonly html: string
  readonly language: string
  readonly title: string | null
  /** Its name in the page's address. */
  readonly id: string | null
  /** Whether some of it has a type. */
  readonly typed: boolean
  /** What TypeScript says of it, where that is what it shows. */
  readonly errors: readonly string[]
  /** Which of the page's runs is its own; null where it cannot be run. */
  readonly run: number | null
}

/** A type, an error: what is shown where one points at a name. */
export interface Shown {
  readonly code: string
  readonly docs: string
}

/** All that is made of a page. */
export interface PageCode {
  readonly blocks: readonly ShownBlock[]
  readonly types: readonly Shown[]
  readonly runs: PageRuns
}

export type { PageRuns }

/** What names a fence in its page. */
export function fenceKey(language: string, meta: string, code: string): string {
  return `${language} ${meta}\n${code}`
}

/** What all pages share: both are slow to make. */
export interface Workshop {
  readonly highlighter: CodeHighlighter
  readonly compilation: Compilation
}

/** The programs of a page. @throws {PageError} For a fence that says something unknown. */
export function programsOn(page: SitePage): Program[] {
  return page.checked ? programsOf(blocksOf(page)) : []
}

/**
 * Makes what the site shows of a page's code.
 *
 * @throws {PageErrors} With all that is wrong with the page.
 */
export async function pageCode(page: SitePage, workshop: Workshop): Promise<PageCode> {
  const { highlighter, compilation } = workshop
  const programs = programsOn(page)
  // They run beside: the compiler has a thread for itself.
  const withTables = page.file.startsWith('site/src/')
  const running = runsOf(programs, highlighter, { withTables })
  await setImmediate()
  const typed = typesByBlock(programs, compilation)
  const runs = await running
  if (runs.problems.length > 0) throw new PageErrors(runs.problems)
  const shown: Shown[] = []
  const indexes = new Map<string, number>()
  const blocks: ShownBlock[] = []
  for (const node of nodesOf(page.text, page.file)) {
    if (node.type !== 'code') continue
    const line = lineOf(node) + 1
    const found = typed.get(line)
    const marks: Mark[] = []
    for (const { kind, start, length, ...type } of found?.types ?? []) {
      const docs = 'docs' in type ? type.docs : ''
      const key = JSON.stringify([kind, type.text, docs])
      const index = indexes.get(key) ?? shown.length
      if (index === shown.length) {
        indexes.set(key, index)
        const language = kind === 'error' ? 'text' : 'ts'
        shown.push({ code: await highlighter.html(type.text, language), docs })
      }
      marks.push({ kind, start, length, index })
    }
    blocks.push({
      fence: fenceKey(node.lang ?? '', node.meta ?? '', node.value),
      html: await htmlOf(page, node, marks, highlighter),
      language: node.lang ?? 'text',
      ...headOf(page, node, found?.block),
      typed: marks.length > 0,
      errors: (found?.types ?? []).flatMap(type => (type.kind === 'error' ? [type.text] : [])),
      run: runs.byLine.get(line) ?? null
    })
  }
  return { blocks, types: shown, runs: runs.page }
}

/** What stands above a block, and what it is called. */
function headOf(page: SitePage, node: Code, block: Block | undefined) {
  const { title, file, name } = block?.meta ?? metaOf(page, node)
  return { title: title ?? file ?? null, id: name === undefined ? null : slug(name) }
}

/** The meta of a block that is no TypeScript. Of a generated page it means nothing to us. */
function metaOf(page: SitePage, node: Code): FenceMeta {
  if (!page.checked) return {}
  try {
    return readFenceMeta(node.meta ?? '', node.lang ?? '')
  } catch (error) {
    throw new PageErrors([problemAt(page, node, error)])
  }
}

async function htmlOf(
  page: SitePage,
  node: Code,
  marks: readonly Mark[],
  highlighter: CodeHighlighter
): Promise<string> {
  try {
    return await highlighter.html(node.value, node.lang ?? 'text', marks)
  } catch (error) {
    throw new PageErrors([problemAt(page, node, error)])
  }
}

function problemAt(page: SitePage, node: Code, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error)
  return { page: page.file, line: lineOf(node), message }
}

/** The types of each block by the line of its first line of code. */
function typesByBlock(programs: readonly Program[], compilation: Compilation) {
  const found = new Map<number, { block: Block; types: TypesOfProgram['blocks'][number] }>()
  if (programs.length === 0) return found
  const service = compilation.of(programs)
  const problems: Problem[] = []
  for (const program of programs) {
    const types = typesOf(service, program)
    problems.push(...types.problems)
    program.blocks.forEach((block, index) => {
      found.set(block.line, { block, types: types.blocks[index] ?? [] })
    })
  }
  if (problems.length > 0) throw new PageErrors(problems)
  return found
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** All that is wrong with a page. */
export class PageErrors extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'))
  }
}

/** The problems that an error tells of; none where it is of another kind. */
export function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof PageErrors) return error.problems
  return error instanceof PageError ? [error.problem] : []
}
