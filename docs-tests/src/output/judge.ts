import type { Block } from '../markdown/fences.js'
import type { Problem } from '../problem.js'
import { normalSql, sqlStatements } from '../runtime/sql-statements.js'
import { firstDifference, masked, outputLines, outputMatches } from './compare.js'

/** What a block gave. */
export interface Gave {
  /** What it printed. */
  readonly printed: string
  /** The statements that it sent. */
  readonly statements: readonly string[]
}

/** What is wrong with an output block; undefined where it is what was given. */
export function outputProblem(output: Block, gave: Gave): Problem | undefined {
  if (output.language === 'sql') return sqlProblem(output, gave)
  const expected = outputLines(output.code)
  const actual = outputLines(gave.printed)
  if (outputMatches(expected, actual)) return undefined
  const difference = firstDifference(expected, actual)
  const message = `expected the output ${difference.expected}\n  actual ${difference.actual}`
  return { page: output.page, line: output.line + difference.line, message }
}

function sqlProblem(output: Block, { statements }: Gave): Problem | undefined {
  const expected = sqlStatements(output.code).map(({ text }) => normalSql(text))
  const index = statements.findIndex((sql, at) => sql !== expected[at])
  if (index < 0 && expected.length === statements.length) return undefined
  const at = index < 0 ? statements.length : index
  const message = `expected the SQL ${expected[at] ?? '(no other statement)'}
  actual ${statements[at] ?? '(no other statement)'}`
  return { page: output.page, line: output.line, message }
}

/** What an output block should be. */
export function outputText(output: Block, gave: Gave): string {
  if (output.language === 'sql') return gave.statements.map(sql => `${brokenSql(sql)};`).join('\n')
  return masked(outputLines(output.code), outputLines(gave.printed)).join('\n')
}

const columns = 92

/** Where a long statement is broken. */
const clauses = new RegExp(
  '\\s(?=(?:FROM|WHERE|LEFT JOIN|INNER JOIN|JOIN|GROUP BY|HAVING|ORDER BY|LIMIT|VALUES|SET|' +
    'RETURNING|ON CONFLICT|ON DUPLICATE KEY|UNION)\\b)'
)

/** A statement on as many lines as it needs. */
export function brokenSql(sql: string): string {
  return sql.length <= columns ? sql : sql.split(clauses).join('\n')
}
