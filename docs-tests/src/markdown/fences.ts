import type { Code, Nodes } from 'mdast'
import { PageError } from '../problem.js'
import type { Page } from '../repository.js'
import { type DatabaseName, type FenceMeta, readDatabases, readFenceMeta } from './fence-meta.js'
import { readFrontMatter } from './front-matter.js'
import { canonicalLanguage, type Language } from './languages.js'
import { lineOf, nodesOf } from './nodes.js'

/** A fenced block of a page. */
export interface Block {
  readonly page: string
  /** The line of the page that its first line of code is on, from 1. */
  readonly line: number
  readonly language: Language
  readonly code: string
  readonly meta: FenceMeta
  /** Its set-up file, or null. */
  readonly prelude: string | null
  /** The databases that its fence or its page claims. */
  readonly databases: readonly DatabaseName[]
  /** Whether it can have a Run button, as far as its fence and its page say. */
  readonly play: boolean
  /** What stands before each of its lines in the page: the indentation of a list, ` * `. */
  readonly margin: string
  /** The symbol whose documentation it is in, where it stands in a comment. */
  readonly symbol?: string
}

/** What a page says once for all its blocks. */
export interface Defaults {
  readonly prelude: string
  readonly databases: readonly DatabaseName[]
  readonly play: boolean
}

/**
 * The blocks of a page, in order.
 *
 * @throws {PageError} Where a fence or the front matter says something unknown.
 */
export function blocksOf(page: Page): Block[] {
  const defaults = defaultsOf(page)
  const lines = page.text.split('\n')
  return nodesOf(page.text, page.file).flatMap(node => {
    refuseHidden(page, node, lines)
    if (node.type !== 'code') return []
    const margin = marginOf(lines[lineOf(node) - 1] ?? '')
    return [blockAt(page.file, lineOf(node), node, defaults, margin)]
  })
}

/** Makes a block of a fence; its line is that of the fence. */
export function blockAt(
  page: string,
  line: number,
  node: Code,
  defaults: Defaults,
  margin: string
): Block {
  const meta = at(page, line, () => readFenceMeta(node.meta ?? '', node.lang ?? ''))
  const prelude = meta.prelude ?? defaults.prelude
  return {
    page,
    line: line + 1,
    language: canonicalLanguage(node.lang ?? '') ?? 'text',
    code: node.value,
    meta,
    prelude: prelude === 'none' ? null : prelude,
    databases: meta.db ?? defaults.databases,
    play: meta.play ?? defaults.play,
    margin
  }
}

function defaultsOf({ file, text }: Page): Defaults {
  const { prelude = 'none', db, play } = readFrontMatter(text)
  if (play !== undefined && play !== 'no') {
    throw new PageError({ page: file, line: 1, message: '"play" of the page can only be "no"' })
  }
  const databases = db === undefined ? (['sqlite'] as const) : at(file, 1, () => readDatabases(db))
  return { prelude, databases, play: play === undefined }
}

function at<T>(page: string, line: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new PageError({ page, line, message })
  }
}

/** What stands before a fence on its line, as what stands before the lines below it. */
function marginOf(fence: string): string {
  const before = /^(.*?)(?:`{3,}|~{3,})/.exec(fence)?.[1] ?? ''
  return before.replace(/[^\s>]/g, ' ')
}

/** Code that is there for readers and not for this: nobody would notice that it is wrong. */
function refuseHidden(page: Page, node: Nodes, lines: readonly string[]): void {
  const line = lineOf(node)
  if (node.type === 'code' && !/`{3}|~{3}/.test(lines[line - 1] ?? '')) {
    const message = 'this is a block of code by its indentation: give it a fence'
    throw new PageError({ page: page.file, line, message })
  }
  const fence = node.type === 'html' ? node.value.search(/^\s*(?:`{3}|~{3})/m) : -1
  if (node.type === 'html' && fence >= 0 && !node.value.startsWith('<!--')) {
    const message =
      'this is HTML with a fence in it, which is no block: put an empty line before it'
    throw new PageError({ page: page.file, line, message })
  }
}
