// The runs of a page: the files of its blocks, and the SQL that they become on each database.
import { format, type SqlLanguage } from 'sql-formatter'
import { type Program, placeOf } from '../../../docs-tests/src/blocks/program.js'
import type { Block } from '../../../docs-tests/src/markdown/fences.js'
import type { Problem } from '../../../docs-tests/src/problem.js'
import { compacted } from '../../../playground/src/panels/sql/compacted.js'
import type { DialectName, ResultTable, StatementRecord } from '../../../playground/src/protocol.js'
import { cached, filesHash, hashOf } from '../cache.js'
import type { CodeHighlighter } from '../highlight/highlighter.js'
import { type PlayFile, playFiles } from './playable.js'
import { type PlayRun, runFiles } from './run.js'

/** A statement on a database: its SQL as HTML, or why there is none. */
export interface ShownSql {
  readonly html?: string
  /** Why a database has no such statement. */
  readonly note?: string
  /** It is SQL of the block's own, which is sent to every database as it stands. */
  readonly own?: true
}

/** A statement on each database. */
export type ShownStatement = Readonly<Record<'sqlite' | 'postgres' | 'mysql' | 'mariadb', ShownSql>>

/** The run of a block. */
export interface ShownRun {
  /** Names of files, and where their texts are in the page's list. */
  readonly files: readonly (readonly [name: string, text: number])[]
  readonly statements: readonly ShownStatement[]
  /** How many more statements there are, of other shapes. */
  readonly more: number
  /** What its comments assert, as tables; only of the landing page, which shows them. */
  readonly tables: readonly ResultTable[]
}

/** What can be run of a page. Texts are kept once: its blocks begin with the same set-up. */
export interface PageRuns {
  readonly texts: readonly string[]
  readonly runs: readonly ShownRun[]
}

/** The runs of a page, which of them is which block's, and what failed. */
export interface FoundRuns {
  readonly page: PageRuns
  /** By the line of a block's first line of code. */
  readonly byLine: ReadonlyMap<number, number>
  readonly problems: readonly Problem[]
}

/** More than a reader compares. */
const statementsMax = 8

/** What a run depends on beside its files. */
const machinery = filesHash(
  'site/code/play',
  'playground/src/asserted',
  'orm/src/recording',
  'playground/src/sandbox',
  'playground/src/workspace',
  'docs-tests/src/assertions',
  'orm/dist/browser'
)

/** Runs what can be run of a page. */
export async function runsOf(
  programs: readonly Program[],
  highlighter: CodeHighlighter,
  { withTables }: { readonly withTables: boolean }
): Promise<FoundRuns> {
  const jobs = programs.flatMap(program =>
    program.blocks.flatMap(block => {
      const files = playFiles(program, block)
      return files === null ? [] : [{ program, block, files, run: runOnce(files) }]
    })
  )
  const texts: string[] = []
  const runs: ShownRun[] = []
  const byLine = new Map<number, number>()
  const problems: Problem[] = []
  let before = { program: programs[0], statements: 0 }
  for (const { program, block, files, run: running } of jobs) {
    const run = await running
    if (run.error !== null) problems.push(problemOf(program, block, run.error))
    // A block that goes on from another shows what is its own.
    const skipped = before.program === program ? before.statements : 0
    const shown = await shownStatements(run.statements.slice(skipped), highlighter)
    before = { program, statements: run.statements.length }
    byLine.set(block.line, runs.length)
    const tables = run.results.flatMap(({ table }) => (table === undefined ? [] : [table]))
    runs.push({
      files: files.map(file => [file.name, placeIn(texts, file.text)]),
      ...shown,
      tables: withTables ? tables : []
    })
  }
  return { page: { texts, runs }, byLine, problems }
}

function runOnce(files: readonly PlayFile[]): Promise<PlayRun> {
  const key = hashOf(machinery, ...files.flatMap(({ name, text }) => [name, text]))
  return cached('run', key, () => runFiles(files))
}

function placeIn(texts: string[], text: string): number {
  const at = texts.indexOf(text)
  return at >= 0 ? at : texts.push(text) - 1
}

function problemOf(program: Program, block: Block, error: NonNullable<PlayRun['error']>): Problem {
  const { name, code = name, message, place } = error
  const where = place === undefined ? '' : ` (${place.file}:${place.line})`
  return {
    ...placeOf(program, 1),
    line: block.line,
    message:
      `the block fails where its Run button would run it, in the playground: ${code}: ` +
      `${message}${where}. Mend it, or write play=no into its fence.`
  }
}

async function shownStatements(
  statements: readonly StatementRecord[],
  highlighter: CodeHighlighter
): Promise<Pick<ShownRun, 'statements' | 'more'>> {
  const own = statements.filter(({ ast, sql }) => ast !== null || !isControl(sql))
  const shapes = [...new Map(own.map(statement => [statement.sql, statement])).values()]
  const shown: ShownStatement[] = []
  for (const statement of shapes.slice(0, statementsMax)) {
    shown.push({
      sqlite: await shownSql(statement, 'SQLite', 'sqlite', highlighter),
      postgres: await shownSql(statement, 'PostgreSQL', 'postgresql', highlighter),
      mysql: await shownSql(statement, 'MySQL', 'mysql', highlighter),
      mariadb: await shownSql(statement, 'MariaDB', 'mariadb', highlighter)
    })
  }
  return { statements: shown, more: Math.max(0, shapes.length - statementsMax) }
}

/** What the ORM sends around queries: tables that are made, transactions that begin and end. */
function isControl(sql: string): boolean {
  return /^\s*(?:create|drop|alter|begin|commit|rollback|savepoint|release|pragma)\b/i.test(sql)
}

async function shownSql(
  { sql, ast, dialects }: StatementRecord,
  dialect: DialectName,
  language: SqlLanguage,
  highlighter: CodeHighlighter
): Promise<ShownSql> {
  const compiled = dialects[dialect]
  if (ast === null || compiled === undefined) {
    if (dialect !== 'SQLite') return { own: true }
    return { html: await highlighter.html(laidOut(sql, language), 'sql') }
  }
  if ('error' in compiled) return { note: `${compiled.error.code}: ${compiled.error.message}` }
  return { html: await highlighter.html(laidOut(compiled.sql, language), 'sql') }
}

/** In lines, where it is long; what the layout cannot read stays as it is. */
function laidOut(sql: string, language: SqlLanguage): string {
  if (sql.length <= 72) return sql
  try {
    return compacted(format(sql, { language, tabWidth: 2, expressionWidth: 60 }))
  } catch {
    return sql
  }
}
