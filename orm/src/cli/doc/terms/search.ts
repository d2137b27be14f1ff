import { closest } from '../../../errors/did-you-mean.js'
import type { Section, TermIndex } from '../docs/manifest.js'

/** Something that was found, the best first. */
export interface Hit {
  readonly section: Section
  /** Whether the term is its name, and not only in its text. */
  readonly exact: boolean
  readonly score: number
}

/** What was found; and where nothing was, what may have been meant. */
export interface Found {
  readonly hits: readonly Hit[]
  readonly suggestion: string | undefined
}

/** How much more a word in a heading says than one in the text. */
const headingWeight = 6

/** How soon another occurrence in the same text says nothing new, and what a long text loses. */
const saturation = 1.4
const lengthPenalty = 0.6

/**
 * Looks a term up: names that are it come first, an error code before a symbol before a page;
 * then all sections that have every word of it, by how much they are about them.
 */
export function search(index: TermIndex, term: string): Found {
  const wanted = term.trim().replace(/\(\)$/, '')
  const named = exactHits(index.sections, wanted)
  const others = wordHits(index.sections, wordsOf(wanted), named)
  const hits = [...named, ...others]
  // `User.create` is the user's own name for what is documented as `create`.
  const member = /^\w+\.(\w+)$/.exec(wanted)?.[1]
  if (hits.length === 0 && member !== undefined) return search(index, member)
  return { hits, suggestion: hits.length > 0 ? undefined : suggestionFor(index, wanted) }
}

const kinds: readonly Section['kind'][] = ['error', 'symbol', 'page']

function exactHits(sections: readonly Section[], term: string): Hit[] {
  const lower = term.toLowerCase()
  const found = sections.filter(({ kind, name, within }) => {
    const own = name.toLowerCase()
    return own === lower || (kind === 'symbol' && `${within}.${own}`.toLowerCase() === lower)
  })
  const rank = ({ kind, name, within, text }: Section): number =>
    // `sum` the function before `Sum` the type; an export before a member; the better described.
    kinds.indexOf(kind) * 1000 +
    (name === term ? 0 : 500) +
    (within === '' || kind !== 'symbol' ? 0 : 100) -
    Math.min(text.length, 5000) / 100
  return found
    .sort((left, right) => rank(left) - rank(right))
    .map(section => ({ section, exact: true, score: Number.POSITIVE_INFINITY }))
}

function wordHits(
  sections: readonly Section[],
  words: readonly string[],
  named: readonly Hit[]
): Hit[] {
  if (words.length === 0) return []
  const known = new Set(named.map(({ section }) => section))
  const counted = sections.map(section => ({ section, counts: countsOf(section, words) }))
  const average = sections.reduce((sum, { text }) => sum + text.length, 0) / sections.length
  const weights = words.map((_, at) => {
    const having = counted.filter(({ counts }) => (counts[at] ?? 0) > 0).length
    return Math.log(1 + (sections.length - having + 0.5) / (having + 0.5))
  })
  return counted
    .filter(({ section, counts }) => !known.has(section) && counts.every(count => count > 0))
    .map(({ section, counts }) => {
      const length = 1 - lengthPenalty + (lengthPenalty * section.text.length) / average
      const score = counts.reduce((sum, count, at) => {
        return sum + ((weights[at] ?? 0) * count * 2.4) / (count + saturation * length)
      }, 0)
      return { section, exact: false, score }
    })
    .sort((left, right) => right.score - left.score)
}

function countsOf({ name, within, text }: Section, words: readonly string[]): number[] {
  const heading = `${name} ${within}`.toLowerCase()
  const body = text.toLowerCase()
  return words.map(word => headingWeight * countOf(heading, word) + countOf(body, word))
}

/** How often a word begins in a text: `relation` is in `relations`, `late` not in `template`. */
function countOf(text: string, word: string): number {
  let count = 0
  let at = text.indexOf(word)
  while (at !== -1) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) count += 1
    at = text.indexOf(word, at + word.length)
  }
  return count
}

function wordsOf(term: string): string[] {
  const words = term.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? []
  return [...new Set(words.map(stem))]
}

/** Without the plural, since what is counted are beginnings. */
function stem(word: string): string {
  return word.length > 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word
}

/** The nearest name, or the nearest word of a name. */
function suggestionFor({ sections }: TermIndex, term: string): string | undefined {
  const names = new Set(sections.map(({ name }) => name))
  const whole = closest(term, names)
  if (whole !== undefined) return whole
  const words = new Set(
    [...names].flatMap(name => name.toLowerCase().match(/[\p{L}_]{4,}/gu) ?? [])
  )
  return closest(term.toLowerCase(), words)
}
