// SQL in pieces, for colours, for the values beside their placeholders and for differences. All
// dialects are read alike, and nothing fails: what is not known is a mark.

export type TokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'name'
  | 'word'
  | 'keyword'
  | 'number'
  | 'parameter'
  | 'mark'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

/** Each begins where the last one ended. */
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /[xXeE]?'(?:[^']|'')*(?:'|$)/y],
  ['name', /"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)/y],
  ['parameter', /\?\d*|\$\d+|:[A-Za-z_]\w*/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['mark', /::|->>|->|\|\||[<>!]=|<>|[\s\S]/y]
]

const keywords = new Set(
  `ADD ALL ALTER ALWAYS AND AS ASC AUTOINCREMENT AUTO_INCREMENT BEGIN BETWEEN BY CASCADE CASE CHECK
  COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT_TIMESTAMP DATE DEFAULT DELETE DESC
  DISTINCT DO DROP DUPLICATE ELSE END ESCAPE EXCEPT EXISTS EXPLAIN FALSE FIRST FOR FOREIGN FROM FULL
  GENERATED GROUP HAVING IDENTITY IF IGNORE IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY LAST
  LATERAL LEFT LIKE ILIKE LIMIT LOCKED NATURAL NO NOT NOTHING NULL NULLS OFFSET ON OR ORDER OUTER
  OVER PARTITION PLAN PRAGMA PRIMARY QUERY RECURSIVE REFERENCES RELEASE REPLACE RESTRICT RETURNING
  RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET SHARE SKIP STORED STRICT TABLE THEN TO TRANSACTION
  TRUE UNION UNIQUE UPDATE USING VALUES VIEW VIRTUAL WHEN WHERE WITH WITHOUT`.split(/\s+/)
)

/** The pieces of the text, in their order; together they are the text. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    const token = tokenAt(sql, at)
    tokens.push(token)
    at += token.text.length
  }
  return tokens
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const text = pattern.exec(sql)?.[0]
    if (text === undefined) continue
    const known = kind === 'word' && keywords.has(text.toUpperCase())
    return { kind: known ? 'keyword' : kind, text }
  }
  return { kind: 'mark', text: sql.charAt(at) }
}
