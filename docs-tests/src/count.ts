import { runsOf } from './blocks/claims.js'
import type { PageParts } from './blocks/page.js'
import { databaseNames } from './markdown/fence-meta.js'
import type { Block } from './markdown/fences.js'
import { stepsOf } from './shell/steps.js'

/** Blocks that are not run, and why. */
export interface Excused {
  readonly page: string
  readonly reason: string
  readonly blocks: number
}

/** What there is in the documentation, and what is done with it. */
export interface Count {
  readonly pages: number
  readonly blocks: number
  /** Blocks by their language. */
  readonly languages: Readonly<Record<string, number>>
  /** Blocks that are run: TypeScript, SQL and commands. */
  readonly executed: number
  /** How many of them run on each database; `none` are those that use none. */
  readonly databases: Readonly<Record<string, number>>
  /** Blocks that TypeScript checks. */
  readonly typeChecked: number
  /** Blocks that must not compile. */
  readonly refused: number
  /** Blocks that are compared with what another one gives. */
  readonly outputs: number
  /** Blocks of JSON that are parsed. */
  readonly parsed: number
  /** Blocks of other libraries, which are run beside ours. */
  readonly peers: number
  /** Blocks that are only shown: text, and languages in which nothing is run. */
  readonly shown: number
  readonly excused: readonly Excused[]
}

/** Counts the blocks of pages. */
export function countBlocks(pages: readonly PageParts[]): Count {
  const blocks = pages.flatMap(page => page.blocks)
  const programs = pages.flatMap(page => page.programs)
  const ran = programs
    .map(program => ({ program, runs: runsOf(program) }))
    .filter(({ runs }) => runs.length > 0)
  const sizeOf = (some: typeof ran) => sum(some.map(({ program }) => program.blocks.length))
  const commands = pages.flatMap(page => stepsOf(page.blocks)).filter(({ kind }) => kind === 'run')
  const on = (name: string) =>
    sizeOf(ran.filter(({ runs }) => runs.some(run => run.some(db => db === name))))
  const ours = blocks.filter(({ meta }) => meta.peer === undefined)
  const ofLanguage = (language: string) => ours.filter(block => block.language === language)
  return {
    pages: pages.length,
    blocks: blocks.length,
    languages: byLanguage(blocks),
    executed: sizeOf(ran) + commands.length,
    databases: {
      ...Object.fromEntries(databaseNames.map(name => [name, on(name)])),
      none: sizeOf(ran.filter(({ runs }) => runs.every(run => run.length === 0)))
    },
    typeChecked: ofLanguage('ts').length,
    refused: blocks.filter(({ meta }) => meta.errors !== undefined).length,
    outputs: blocks.filter(({ meta }) => meta.output === true).length,
    parsed: ofLanguage('json').filter(isParsed).length,
    peers: blocks.length - ours.length,
    shown: ours.filter(isShown).length,
    excused: excusedOf(blocks)
  }
}

/** Whether a block of JSON stands for itself. */
export function isParsed({ language, meta }: Block): boolean {
  return language === 'json' && meta.output === undefined && meta.skip === undefined
}

function isShown({ language, meta }: Block): boolean {
  return !['ts', 'sql', 'sh', 'json'].includes(language) && meta.output === undefined
}

function excusedOf(blocks: readonly Block[]): Excused[] {
  const found = new Map<string, Excused>()
  for (const { page, meta } of blocks) {
    if (meta.skip === undefined) continue
    const key = `${page}\n${meta.skip}`
    const before = found.get(key)?.blocks ?? 0
    found.set(key, { page, reason: meta.skip, blocks: before + 1 })
  }
  return [...found.values()]
}

function byLanguage(blocks: readonly Block[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { language } of blocks) counts[language] = (counts[language] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

/** A count as the tests print it. */
export function countText(count: Count): string {
  const { pages, blocks, executed, databases, typeChecked, outputs, excused } = count
  const on = Object.entries(databases).map(([name, number]) => `${number} ${name}`)
  return [
    `${blocks} blocks on ${pages} pages: ${executed} executed (${on.join(', ')}),`,
    `${typeChecked} type-checked, ${outputs} outputs compared,`,
    `${sum(excused.map(each => each.blocks))} excused`
  ].join(' ')
}
