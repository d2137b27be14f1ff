import type { TerminalStyle } from './style.js'

/** A sentence of Markdown with the terminal's marks. Addresses of links outside are shown. */
export function inline(text: string, style: TerminalStyle): string {
  // Code and what is escaped first: nothing in them is a mark. They are put aside, since marks may
  // stand around them.
  const aside: string[] = []
  const keep = (shown: string): string => {
    aside.push(shown)
    return `\u0000${aside.length - 1}\u0000`
  }
  const left = text
    .replace(/(?<!\\)(`+)([^`]+)\1/g, (_, _marks, code: string) => keep(style.code(code)))
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, (_, character: string) => keep(character))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no text has one
  return plainPart(left, style).replace(/\u0000(\d+)\u0000/g, (_, at: string) => {
    return aside[Number(at)] ?? ''
  })
}

function plainPart(text: string, style: TerminalStyle): string {
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_, label: string, target: string) =>
      /^https?:/.test(target) ? `${label} (${style.link(target)})` : style.link(label)
    )
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => style.strong(strong))
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, (_, soft: string) => style.emphasis(soft))
    .replace(/(?<!\w)_([^_\s][^_]*)_(?!\w)/g, (_, soft: string) => style.emphasis(soft))
    .replace(/<br\s*\/?>/g, ' ')
    .replace(/<\/?[A-Za-z][^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}
