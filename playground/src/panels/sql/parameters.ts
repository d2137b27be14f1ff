// Which value belongs to which placeholder.
import type { Token } from './tokens'

/** A piece of SQL; a placeholder has its value's index in the list of parameters. */
export interface BoundToken extends Token {
  readonly parameter?: number
}

/**
 * The pieces with the places of their values: `?` counts up, `?2` and `$2` say which they are.
 */
export function bindTokens(tokens: readonly Token[]): BoundToken[] {
  let last = -1
  return tokens.map(token => {
    if (token.kind !== 'parameter') return token
    const number = /^[?$](\d+)$/.exec(token.text)?.[1]
    if (number === undefined && token.text !== '?') return token
    const parameter = number === undefined ? last + 1 : Number(number) - 1
    last = Math.max(last, parameter)
    return { ...token, parameter }
  })
}
