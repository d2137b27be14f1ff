import { VersaError } from '../../errors/versa-error.js'

/** Nothing that runs: white space, semicolons, comments. */
const nothing = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))*$/u

/**
 * Checks that SQL holds no other statement than the one that was prepared of it, of which SQLite
 * says the text.
 *
 * @throws VersaError `SYNTAX`: else the rest would be left out without a word.
 */
export function checkSingleStatement(sql: string, prepared: string): void {
  if (prepared.length >= sql.length || nothing.test(sql.slice(prepared.length))) return
  throw new VersaError('SYNTAX', 'the SQL holds more than one statement', {
    hint: 'run one statement per call',
    sql
  })
}
