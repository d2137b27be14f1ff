import { type Block, blocksOf } from './blocks.js'
import { highlight } from './highlight.js'
import { inline } from './inline.js'
import type { TerminalStyle } from './style.js'
import { padded, widthOf, wrap } from './wrap.js'

/** Markdown as lines of a terminal. Ends with a line break. */
export function renderMarkdown(markdown: string, style: TerminalStyle): string {
  return `${linesOf(blocksOf(markdown), style).join('\n')}\n`
}

/** Blocks with an empty line between them. */
function linesOf(blocks: readonly Block[], style: TerminalStyle): string[] {
  return blocks.flatMap((block, at) => {
    const lines = blockLines(block, style)
    return at === 0 || lines.length === 0 ? lines : ['', ...lines]
  })
}

function blockLines(block: Block, style: TerminalStyle): string[] {
  switch (block.kind) {
    case 'heading': {
      const text = inline(block.text, style)
      return [block.level <= 2 ? style.title(text) : style.heading(text)]
    }
    case 'paragraph':
      return wrap(inline(block.text, style), style.width)
    case 'code':
      // Code is not broken: what is copied should run.
      return block.lines.map(line => `  ${highlight(line, block.language, style)}`.trimEnd())
    case 'list':
      return block.items.flatMap(({ mark, blocks }) =>
        indented(linesOf(blocks, narrower(style, mark.length + 1)), `${mark} `)
      )
    case 'table':
      return tableLines(block.rows, style)
    case 'quote': {
      const inner = linesOf(block.blocks, narrower(style, 2))
      const title = block.title === '' ? [] : [style.strong(inline(block.title, style))]
      return [...title, ...inner].map(line => `${style.dim('│')} ${line}`.trimEnd())
    }
    case 'rule':
      return [style.dim('─'.repeat(Math.min(style.width, 40)))]
  }
}

function narrower(style: TerminalStyle, columns: number): TerminalStyle {
  return { ...style, width: Math.max(10, style.width - columns) }
}

/** Lines behind a mark: the first has it, the others as much room. */
function indented(lines: readonly string[], mark: string): string[] {
  const space = ' '.repeat(mark.length)
  return lines.map((line, at) => (at === 0 ? mark : space) + line).map(line => line.trimEnd())
}

const gap = 2
const columnMin = 8

/** A table whose cells are wrapped where it would be wider than the terminal. */
function tableLines(rows: readonly (readonly string[])[], style: TerminalStyle): string[] {
  const cells = rows.map(row => row.map(cell => inline(cell, style)))
  const count = Math.max(0, ...cells.map(row => row.length))
  const natural = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...cells.map(row => widthOf(row[column] ?? '')))
  )
  const widths = fitted(natural, style.width - gap * (count - 1))
  return cells.flatMap((row, at) => {
    const parts = widths.map((width, column) => wrap(row[column] ?? '', width))
    const height = Math.max(1, ...parts.map(part => part.length))
    const lines = Array.from({ length: height }, (_, line) =>
      widths
        .map((width, column) => padded(parts[column]?.[line] ?? '', width))
        .join(' '.repeat(gap))
        .trimEnd()
    )
    if (at > 0) return lines
    const rule = widths.map(width => '─'.repeat(width)).join(' '.repeat(gap))
    return [...lines.map(line => style.heading(line)), style.dim(rule)]
  })
}

/** The widths of columns that fit: the widest give way first. */
function fitted(natural: readonly number[], room: number): number[] {
  const widths = [...natural]
  let left = room
  const open = new Set(widths.keys())
  for (;;) {
    const share = Math.max(columnMin, Math.floor(left / Math.max(1, open.size)))
    const small = [...open].filter(column => (widths[column] ?? 0) <= share)
    if (small.length === 0) {
      for (const column of open) widths[column] = share
      return widths
    }
    for (const column of small) {
      open.delete(column)
      left -= widths[column] ?? 0
    }
    if (open.size === 0) return widths
  }
}
