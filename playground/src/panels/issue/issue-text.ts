// A run as text for an issue: what ran, on what, and what happened. Values are cut: people read it.
import type { ErrorRecord, PlanStep, SourceFile, StatementRecord } from '../../protocol'
import type { RunState } from '../../run/run-state'
import { markdownText } from '../rows/markdown'
import { cut, shortText } from '../values/short-text'

/** What the page knows beyond the run. */
export interface IssueContext {
  readonly files: readonly SourceFile[]
  /** Names and versions: `versa-orm` → `0.1.0`. */
  readonly versions: Readonly<Record<string, string>>
}

export const valueLengthMax = 500
const statementsMax = 20
const rowsMax = 10

/** The issue, in Markdown. */
export function issueText(run: RunState, context: IssueContext): string {
  const sections = [
    section('What happened', '<!-- What did you expect, and what happened instead? -->'),
    run.error ? section('Error', errorText(run.error)) : '',
    section('Versions', versionsText(versionsOf(run, context))),
    ...context.files.map(file => section(`\`${inCode(file.name)}\``, fenced('ts', file.text))),
    section('Statements', statementsText(run.statements)),
    ...run.results.flatMap(({ title, table }) =>
      table ? [section(`Result: ${oneLine(title)}`, markdownText(table, rowsMax))] : []
    )
  ]
  return `${sections.filter(text => text !== '').join('\n\n')}\n`
}

/** Text in a block of code; the fence is longer than any within. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}

function section(title: string, text: string): string {
  return text === '' ? '' : `### ${title}\n\n${text.trim()}`
}

function errorText(error: ErrorRecord): string {
  const { place } = error
  const name = error.code === undefined ? error.name : `${error.name} ${error.code}`
  const lines = [
    `${name}: ${cut(error.message, valueLengthMax)}`,
    place ? `at ${place.file}:${place.line}:${place.column}` : '',
    error.hint === undefined ? '' : `hint: ${error.hint}`,
    error.sql === undefined ? '' : `sql: ${error.sql}`
  ]
  return fenced('text', lines.filter(line => line !== '').join('\n'))
}

/** What the run says of its database, too: a library brings a SQLite of its own version. */
function versionsOf({ database }: RunState, { versions }: IssueContext): IssueContext['versions'] {
  return database === null ? versions : { ...versions, [database.product]: database.version }
}

function versionsText(versions: IssueContext['versions']): string {
  return Object.entries(versions)
    .map(([name, version]) => `- ${oneLine(name)}: ${oneLine(version)}`)
    .join('\n')
}

/** The last statements are nearest to what went wrong. */
function statementsText(statements: readonly StatementRecord[]): string {
  const shown = statements.slice(-statementsMax)
  const left = statements.length - shown.length
  const note = left > 0 ? [`The last ${shown.length} of ${statements.length}.`] : []
  return [...note, ...shown.map(statementText)].join('\n\n')
}

function statementText(statement: StatementRecord): string {
  const { number, durationMs, rows, affected, parameters, plan, error } = statement
  const head = `${number}. ${durationMs.toFixed(2)} ms, ${rows} rows read, ${affected} written`
  const values = parameters.map((value, index) => `-- ${index + 1}: ${valueText(value)}`)
  const steps = plan ? planLines(plan.steps, 0) : []
  const failure = error ? [`-- failed: ${oneLine(error.message)}`] : []
  return `${head}\n\n${fenced('sql', [statement.sql, ...values, ...steps, ...failure].join('\n'))}`
}

function valueText(value: unknown): string {
  return cut(oneLine(shortText(value, { textMax: valueLengthMax, quoted: true })), valueLengthMax)
}

function planLines(steps: readonly PlanStep[], depth: number): string[] {
  return steps.flatMap(step => [
    `-- plan: ${'  '.repeat(depth)}${oneLine(step.detail)}${step.hurts ? ' (slow)' : ''}`,
    ...planLines(step.children, depth + 1)
  ])
}

function oneLine(text: string): string {
  return cut(text.replace(/\s*[\r\n]\s*/g, ' '), valueLengthMax)
}

function inCode(text: string): string {
  return text.replaceAll('`', "'")
}
