import type ts from 'typescript'
import type { ExpectedSql, PlacedAssertion } from '../assertions/assertions.js'
import { type Program, placeOf } from '../blocks/program.js'
import { parse } from '../blocks/syntax.js'
import type { DatabaseName } from '../markdown/fence-meta.js'
import { brokenSql } from '../output/judge.js'
import type { Page } from '../repository.js'
import type { Literal } from '../runtime/literal.js'
import type { Edit } from './edit.js'

/** As wide as a line with a comment may get. */
const columns = 100

/** Where the comments of an assertion stand in a page. */
interface Place {
  readonly page: string
  readonly line: number
  readonly count: number
  /** What stands before the first comment on its line. */
  readonly before: string
  /** Whether that is only a margin. */
  readonly alone: boolean
  /** What comments below the statement have before them. */
  readonly margin: string
}

/** Writes a value as what an assertion expects. */
export function valueEdit(
  page: Page,
  program: Program,
  assertion: PlacedAssertion,
  value: Literal
): Edit {
  const place = placeIn(page, program, assertion)
  const inline = `${place.alone ? place.before : `${place.before.trimEnd()} `}//=> ${value.line}`
  if (inline.length <= columns) return editAt(place, [inline])
  const fits = `${place.margin}//=> ${value.line}`.length <= columns
  const [first = '', ...rest] = fits ? [value.line] : value.lines
  return editAt(place, below(place, [`//=> ${first}`, ...rest.map(line => `// ${line}`)]))
}

/** Writes statements as what an assertion expects. */
export function sqlEdit(
  page: Page,
  program: Program,
  assertion: PlacedAssertion,
  statements: readonly ExpectedSql[]
): Edit {
  const place = placeIn(page, program, assertion)
  const comments = statements.map(sqlComment)
  const [only = [''], second] = comments
  const inline = `${place.before.trimEnd()} ${only[0]}`
  if (!place.alone && second === undefined && only.length === 1 && inline.length <= columns) {
    return editAt(place, [inline])
  }
  return editAt(place, below(place, comments.flat()))
}

const dialects: Readonly<Record<DatabaseName, string>> = {
  sqlite: 'sqlite',
  postgres: 'postgres',
  mariadb: 'mysql'
}

function sqlComment({ on, sql }: ExpectedSql): string[] {
  const mark = on === undefined ? '//~>' : `//~> ${dialects[on]}:`
  const [first = '', ...rest] = brokenSql(sql).split('\n')
  return [`${mark} ${first}`, ...rest.map(line => `//     ${line}`)]
}

/** The comments on lines of their own; what stood before the first one stays. */
function below(place: Place, comments: readonly string[]): string[] {
  const own = comments.map(comment => `${place.margin}${comment}`)
  return place.alone ? own : [place.before.trimEnd(), ...own]
}

function editAt({ page, line, count }: Place, lines: readonly string[]): Edit {
  return { page, line, count, lines }
}

function placeIn(page: Page, program: Program, assertion: PlacedAssertion): Place {
  const file = parse(program.fileName, program.text)
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line
  const [first, last] = [lineAt(assertion.pos), lineAt(assertion.end)]
  const { line } = placeOf(program, first + 1)
  const raw = page.text.split('\n')[line - 1] ?? ''
  const comment = linesOf(file)[first]?.slice(columnAt(file, assertion.pos)) ?? ''
  const before = raw.trimEnd().slice(0, raw.trimEnd().length - comment.trimEnd().length)
  const block = program.blocks.find(each => line >= each.line && line < each.line + size(each.code))
  const margin = block?.margin ?? ''
  const alone = before.slice(margin.length).trim() === ''
  const begin = linesOf(file)[lineAt(assertion.statement.getStart(file))] ?? ''
  const indent = /^\s*/.exec(begin)?.[0] ?? ''
  const count = last - first + 1
  return { page: page.file, line, count, before, alone, margin: alone ? before : margin + indent }
}

function size(code: string): number {
  return code.split('\n').length
}

function linesOf(file: ts.SourceFile): string[] {
  return file.text.split('\n')
}

function columnAt(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).character
}
