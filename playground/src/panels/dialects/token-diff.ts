// What differs between the same query of two dialects, token by token.
import { diffArrays } from 'diff'
import { type Token, tokensOf } from '../sql/tokens'

/**
 * How a piece compares with the other dialect's: `same`, `spelled` where only quotes and
 * placeholders differ, `other` where it is something else.
 */
export type Difference = 'same' | 'spelled' | 'other'

export interface ComparedToken extends Token {
  readonly difference: Difference
}

/** The pieces of `sql` beside those of `base`. Spaces never differ. */
export function compareSql(base: string, sql: string): ComparedToken[] {
  const baseTokens = tokensOf(base).filter(token => token.kind !== 'space')
  const tokens = tokensOf(sql)
  const solid = tokens.filter(token => token.kind !== 'space')
  const marks = differences(baseTokens, solid)
  let at = 0
  return tokens.map(token => {
    if (token.kind === 'space') return { ...token, difference: 'same' }
    const difference = marks[at] ?? 'other'
    at += 1
    return { ...token, difference }
  })
}

function differences(base: readonly Token[], tokens: readonly Token[]): Difference[] {
  const marks: Difference[] = []
  let inBase = 0
  for (const change of diffArrays(base.map(meaning), tokens.map(meaning))) {
    if (change.removed) {
      inBase += change.value.length
    } else if (change.added) {
      marks.push(...change.value.map((): Difference => 'other'))
    } else {
      for (const _ of change.value) {
        const spelled = base[inBase]?.text !== tokens[marks.length]?.text
        marks.push(spelled ? 'spelled' : 'same')
        inBase += 1
      }
    }
  }
  return marks
}

/** What a piece says, whatever way the dialect writes it. */
function meaning(token: Token): string {
  if (token.kind === 'name') return token.text.slice(1, -1)
  if (token.kind === 'parameter') return '?'
  return token.kind === 'keyword' ? token.text.toUpperCase() : token.text
}
