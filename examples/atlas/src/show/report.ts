import { colors } from './colors.js'
import { type Statements, statementsText } from './statements.js'
import { type Cell, tableText } from './table.js'

/** Where a tour is shown. */
export interface Report {
  heading(text: string): void
  table(head: readonly string[], rows: readonly (readonly Cell[])[]): void
  /** Shows the statements that ran since the last time. */
  statements(): void
}

/**
 * A report on standard output.
 *
 * @param statements The log of the database.
 */
export function printedReport(statements: Statements): Report {
  return {
    heading: text => console.log(`\n${colors.bold(colors.green(text))}`),
    table: (head, rows) => console.log(tableText(head, rows)),
    statements: () => console.log(statementsText(statements.take()))
  }
}

/** Shows nothing. */
export const silentReport: Report = { heading: () => {}, table: () => {}, statements: () => {} }
