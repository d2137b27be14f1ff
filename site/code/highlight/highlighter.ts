import { createTransformerFactory } from '@shikijs/twoslash/core'
import type { Element } from 'hast'
import {
  type BundledLanguage,
  bundledLanguages,
  createCssVariablesTheme,
  createHighlighter,
  type Highlighter,
  hastToHtml,
  type ShikiTransformer
} from 'shiki'
import { tokenClasses } from './token-classes.js'

/** The theme is the page's: a token has a class, and the page's style its colour. */
const theme = createCssVariablesTheme({ name: 'site', variablePrefix: '--', fontStyle: false })

/** Something in code that has a type or an error; `index` is its place in the page's list. */
export interface Mark {
  readonly kind: 'hover' | 'error'
  readonly start: number
  readonly length: number
  readonly index: number
}

/** Writes code as HTML. */
export interface CodeHighlighter {
  /**
   * @param code The code.
   * @param language Its language; `text` has no colours.
   * @param marks What of it has a type.
   * @throws {Error} For a language that nobody knows.
   */
  html(code: string, language: string, marks?: readonly Mark[]): Promise<string>
}

/** A highlighter that loads languages when they are asked for. */
export async function codeHighlighter(): Promise<CodeHighlighter> {
  const highlighter = await createHighlighter({ themes: [theme], langs: [] })
  return {
    async html(code, language, marks = []) {
      await load(highlighter, language)
      const transformers = [...(marks.length > 0 ? [marking(marks)] : []), tokenClasses]
      const root = highlighter.codeToHast(code, { lang: language, theme: 'site', transformers })
      return hastToHtml({ type: 'root', children: codeIn(root.children[0] as Element).children })
    }
  }
}

async function load(highlighter: Highlighter, language: string): Promise<void> {
  if (language === 'text' || highlighter.getLoadedLanguages().includes(language)) return
  if (!Object.hasOwn(bundledLanguages, language)) {
    throw new Error(`the language "${language}" is unknown; what has no language is "text"`)
  }
  await highlighter.loadLanguage(language as BundledLanguage)
}

/** Marks what has a type: the browser fetches the page's types when one is pointed at. */
function marking(marks: readonly Mark[]): ShikiTransformer {
  const nodes = marks.map(({ kind, start, length, index }) => ({
    type: kind,
    start,
    length,
    line: 0,
    character: 0,
    text: String(index),
    target: ''
  }))
  const factory = createTransformerFactory((code: string) => ({
    code,
    nodes: nodes.map(node => ({ ...node, ...positionIn(code, node.start) }))
  }))
  return factory({
    filter: () => true,
    renderer: {
      nodeStaticInfo: ({ text }, node) => marked('t', text, node),
      nodeError: ({ text }, node) => marked('e', text, node)
    }
  })
}

function marked(name: 't' | 'e', index: string, node: { type: string }): Element {
  const children = [node] as Element['children']
  return { type: 'element', tagName: 'span', properties: { [`data-${name}`]: index }, children }
}

function positionIn(code: string, start: number): { line: number; character: number } {
  const before = code.slice(0, start).split('\n')
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
}

function codeIn(pre: Element): Element {
  const code = pre.children.find(child => child.type === 'element' && child.tagName === 'code')
  if (code?.type !== 'element') throw new Error('Shiki gave no code')
  return code
}
