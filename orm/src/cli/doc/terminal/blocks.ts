// Markdown as blocks: as much of it as the documentation uses, with the tabs and admonitions of
// Docusaurus. What it does not know is a paragraph, so that no text is lost.

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly language: string; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'quote'; readonly title: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' }

export interface ListItem {
  /** `•`, or the number. */
  readonly mark: string
  readonly blocks: readonly Block[]
}

/** The blocks of a text. */
export function blocksOf(markdown: string): Block[] {
  return new BlockReader(markdown.replace(/<!--[\s\S]*?-->/g, '').split(/\r?\n/)).read()
}

const fence = /^\s{0,3}(`{3,}|~{3,})\s*([\w+-]*).*$/
const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/
const listItem = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/
const admonition = /^\s*:::+\s*(\w+)\s*(?:\[([^\]]*)\]|(.*))$/
const tab = /^\s*<TabItem\b([^>]*)>\s*$/
/** Lines of MDX that show nothing by themselves. */
const silent = /^\s*(?:<\/?(?:Tabs|TabItem|details|summary)\b[^>]*>|import\s.+\sfrom\s.+)\s*$/

class BlockReader {
  readonly #lines: readonly string[]
  #at = 0

  constructor(lines: readonly string[]) {
    this.#lines = lines
  }

  read(): Block[] {
    const blocks: Block[] = []
    while (this.#at < this.#lines.length) {
      const block = this.#next()
      if (block !== undefined) blocks.push(block)
    }
    return blocks
  }

  get #line(): string {
    return this.#lines[this.#at] ?? ''
  }

  #next(): Block | undefined {
    const line = this.#line
    if (fence.test(line)) return this.#code()
    const [, marks, title] = heading.exec(line) ?? []
    if (marks !== undefined)
      return this.#one({ kind: 'heading', level: marks.length, text: title ?? '' })
    const tabName = nameOfTab(line)
    if (tabName !== undefined) return this.#one({ kind: 'heading', level: 6, text: tabName })
    if (line.trim() === '' || silent.test(line)) return this.#one(undefined)
    if (admonition.test(line)) return this.#admonition()
    if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return this.#one({ kind: 'rule' })
    if (/^\s*>/.test(line)) return this.#quote()
    if (/^\s*\|/.test(line)) return this.#table()
    if (listItem.test(line)) return this.#list()
    return this.#paragraph()
  }

  #one(block: Block | undefined): Block | undefined {
    this.#at += 1
    return block
  }

  #code(): Block {
    const [, marks = '', language = ''] = fence.exec(this.#line) ?? []
    const indent = indentOf(this.#line)
    const lines: string[] = []
    this.#at += 1
    while (this.#at < this.#lines.length && !isEndOf(this.#line, marks)) {
      lines.push(this.#line.slice(0, indent).trimStart() + this.#line.slice(indent))
      this.#at += 1
    }
    this.#at += 1
    return { kind: 'code', language, lines }
  }

  #admonition(): Block {
    const [, type = '', bracketed, plain = ''] = admonition.exec(this.#line) ?? []
    const inner: string[] = []
    let depth = 1
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      if (/^\s*:::+\s*$/.test(this.#line)) depth -= 1
      else if (admonition.test(this.#line)) depth += 1
      if (depth === 0) break
      inner.push(this.#line)
    }
    this.#at += 1
    const title = (bracketed ?? plain).trim() || `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`
    return { kind: 'quote', title, blocks: new BlockReader(inner).read() }
  }

  #quote(): Block {
    const inner: string[] = []
    while (/^\s*>/.test(this.#line)) {
      inner.push(this.#line.replace(/^\s*>\s?/, ''))
      this.#at += 1
    }
    return { kind: 'quote', title: '', blocks: new BlockReader(inner).read() }
  }

  #table(): Block {
    const rows: string[][] = []
    while (/^\s*\|/.test(this.#line)) {
      const cells = cellsOf(this.#line)
      if (!cells.every(cell => /^:?-+:?$/.test(cell))) rows.push(cells)
      this.#at += 1
    }
    return { kind: 'table', rows }
  }

  #list(): Block {
    const items: ListItem[] = []
    const indent = listItem.exec(this.#line)?.[1]?.length ?? 0
    for (;;) {
      const [, space, mark = '', first = ''] = listItem.exec(this.#line) ?? []
      if (space === undefined || space.length !== indent) break
      const inner = [first]
      // What is farther in than the mark belongs to the item; so does a line that goes on.
      for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
        if (!this.#goesOn(indent)) break
        inner.push(this.#line.replace(new RegExp(`^\\s{0,${indent + mark.length + 1}}`), ''))
      }
      const shown = /\d/.test(mark) ? mark.replace(')', '.') : '•'
      items.push({ mark: shown, blocks: new BlockReader(inner).read() })
    }
    return { kind: 'list', items }
  }

  #goesOn(indent: number): boolean {
    const line = this.#line
    if (line.trim() !== '') return indentOf(line) > indent || !startsBlock(line)
    // After an empty line, only what is farther in.
    const next = this.#lines[this.#at + 1] ?? ''
    return next.trim() !== '' && indentOf(next) > indent
  }

  #paragraph(): Block {
    const lines = [this.#line.trim()]
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      if (this.#line.trim() === '' || startsBlock(this.#line)) break
      lines.push(this.#line.trim())
    }
    return { kind: 'paragraph', text: lines.join(' ') }
  }
}

/** The label of a tab that begins, or its value where it has none. */
function nameOfTab(line: string): string | undefined {
  const attributes = tab.exec(line)?.[1]
  if (attributes === undefined) return undefined
  const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
  return of('label') ?? of('value')
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function startsBlock(line: string): boolean {
  const starts = [fence, heading, listItem, tab, silent, /^\s*[>|]/, /^\s*:::/]
  return starts.some(pattern => pattern.test(line))
}

function isEndOf(line: string, marks: string): boolean {
  const text = line.trim()
  return text.length >= marks.length && text === (marks[0] ?? '`').repeat(text.length)
}

/** The cells of a row; a bar within code or behind a backslash divides nothing. */
function cellsOf(line: string): string[] {
  const cells: string[] = []
  let cell = ''
  let inCode = false
  for (const [at, character] of [...line.trim()].entries()) {
    if (character === '`') inCode = !inCode
    const divides = character === '|' && !cell.endsWith('\\') && !inCode
    if (divides && at > 0) cells.push(cell.trim())
    if (divides) cell = ''
    else
      cell = character === '|' && cell.endsWith('\\') ? `${cell.slice(0, -1)}|` : cell + character
  }
  if (cell.trim() !== '') cells.push(cell.trim())
  return cells
}
