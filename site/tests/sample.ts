import { codeHighlighter } from '../code/highlight/highlighter.js'
import { type PageCode, pageCode, problemsIn, type Workshop } from '../code/page-code.js'
import { compilationOf } from '../code/types/compilation.js'

let workshop: Promise<Workshop> | undefined

/** What is made of a page with this Markdown. */
export async function codeOf(text: string): Promise<PageCode> {
  workshop ??= codeHighlighter().then(highlighter => ({
    highlighter,
    compilation: compilationOf([])
  }))
  return pageCode({ file: 'site/docs/sample.md', text, checked: true }, await workshop)
}

/** What is wrong with a page with this Markdown, each as `line: message`. */
export async function problemsOf(text: string): Promise<string[]> {
  try {
    await codeOf(text)
  } catch (error) {
    return problemsIn(error).map(({ line, message }) => `${line}: ${message}`)
  }
  return []
}

/** A fence. */
export function fence(meta: string, ...lines: string[]): string {
  return `\`\`\`${meta}\n${lines.join('\n')}\n\`\`\`\n`
}

/** HTML without its tags. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#x3C;', '<')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
