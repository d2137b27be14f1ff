import ts from 'typescript'
import { visit } from '../blocks/syntax.js'
import { type DatabaseName, databaseNames } from '../markdown/fence-meta.js'
import { type Comment, type CommentRun, commentRuns, lineComments } from './comments.js'
import { isExpression, subjectOf } from './subject.js'

/** A statement that is expected, and the database where it is; undefined: on all. */
export interface ExpectedSql {
  readonly on: DatabaseName | undefined
  readonly sql: string
}

/** What a comment demands of the statement before it. */
export type Assertion =
  | { readonly kind: 'value'; readonly statement: ts.Statement; readonly expected: string }
  | { readonly kind: 'throws'; readonly statement: ts.Statement; readonly code: string }
  | {
      readonly kind: 'sql'
      readonly statement: ts.Statement
      readonly expected: readonly ExpectedSql[]
    }

/** An assertion and where it is written. */
export type PlacedAssertion = Assertion & {
  /** The line (from 1) of its first comment. */
  readonly line: number
  /** Where its first comment begins. */
  readonly pos: number
  /** Where its last comment ends. */
  readonly end: number
}

/** A comment that means to assert but does not. */
export interface BadAssertion {
  readonly line: number
  readonly message: string
}

/** The assertions of a module. */
export interface Assertions {
  readonly good: readonly PlacedAssertion[]
  readonly bad: readonly BadAssertion[]
}

/**
 * Finds the assertions of a module: `//=> value`, `//~> SQL` and `//! CODE`, behind a statement or
 * alone on the lines below it. A value that is not complete goes on in the comments below, SQL in
 * those that are indented.
 */
export function assertionsOf(file: ts.SourceFile): Assertions {
  const good: PlacedAssertion[] = []
  const bad: BadAssertion[] = []
  const statements = statementsOf(file)
  for (const run of commentRuns(lineComments(file))) {
    const statement = statementBefore(statements, run, file)
    for (const { mark, comments } of markedIn(run)) {
      const [first] = comments
      const line = first.line + 1
      const assertion =
        statement === undefined
          ? 'no statement ends before this comment'
          : assertionOf(mark, statement, comments)
      if (typeof assertion === 'string') bad.push({ line, message: assertion })
      else {
        const { end } = comments[assertion.comments - 1] ?? first
        good.push({ ...assertion.assertion, line, pos: first.pos, end })
      }
    }
  }
  return { good, bad }
}

type Mark = '=>' | '~>' | '!'

/** A comment with a mark and those that may belong to it. */
interface Marked {
  readonly mark: Mark
  readonly comments: readonly [Comment, ...Comment[]]
}

const markPattern = /^\s?(=>|~>|!)\s?/

/** What a comment says behind its mark. */
function said(comment: Comment): string {
  return comment.text.replace(markPattern, '').trim()
}

/** The marked comments of a run, each with those below it; the lines of SQL are one. */
function markedIn(run: CommentRun): Marked[] {
  const found: { mark: Mark; comments: [Comment, ...Comment[]] }[] = []
  for (const comment of run) {
    const mark = markPattern.exec(comment.text)?.[1] as Mark | undefined
    const last = found.at(-1)
    if (mark !== undefined && !(mark === '~>' && last?.mark === '~>')) {
      found.push({ mark, comments: [comment] })
    } else {
      last?.comments.push(comment)
    }
  }
  return found
}

/** An assertion and how many of the comments are its own, or why it is none. */
type Read = { readonly assertion: Assertion; readonly comments: number } | string

function assertionOf(mark: Mark, statement: ts.Statement, comments: Marked['comments']): Read {
  if (mark === '!') return throwing(statement, said(comments[0]))
  return mark === '=>' ? valued(statement, comments) : sending(statement, comments)
}

function throwing(statement: ts.Statement, code: string): Read {
  if (!/^[A-Z][A-Z_]*$/.test(code)) return `"${code}" is no error code`
  if (!isPlain(statement)) return 'no statement ends before this comment'
  return { assertion: { kind: 'throws', statement, code }, comments: 1 }
}

/** A value takes as many comments as make an expression. */
function valued(statement: ts.Statement, comments: Marked['comments']): Read {
  if (!isPlain(statement)) return 'no statement ends before this comment'
  const [first, ...below] = comments
  const texts = [said(first), ...below.map(({ text }) => text)]
  const whole = texts.findIndex((_, index) => isExpression(texts.slice(0, index + 1).join('\n')))
  if (whole < 0 && texts[0] !== '') {
    return `the expected value is no expression: ${texts.join('\n')}`
  }
  if (subjectOf(statement) === undefined) return 'the statement before this comment has no value'
  // Without a text it is a wish: `npm run docs:update` writes what there is.
  const expected = texts.slice(0, whole + 1).join('\n')
  return {
    assertion: { kind: 'value', statement, expected },
    comments: Math.max(1, whole + 1)
  }
}

/** A marked comment begins a statement, indented ones go on with it, others end the assertion. */
function sending(statement: ts.Statement, comments: Marked['comments']): Read {
  const expected: { on: DatabaseName | undefined; sql: string }[] = []
  let lines = 0
  for (const comment of comments) {
    const last = expected.at(-1)
    if (markPattern.test(comment.text)) {
      const read = statementOn(said(comment))
      if (typeof read === 'string') return read
      expected.push(read)
    } else if (last !== undefined && /^\s{3}/.test(comment.text)) {
      last.sql = `${last.sql} ${comment.text.trim()}`.trim()
    } else break
    lines += 1
  }
  const lost = comments.slice(lines).find(({ text }) => markPattern.test(text))
  if (lost !== undefined) return 'the lines of SQL must stand together'
  return { assertion: { kind: 'sql', statement, expected }, comments: lines }
}

const dialects: Readonly<Record<string, DatabaseName>> = { mysql: 'mariadb' }

/** `SELECT …`, or `postgres: SELECT …`. */
function statementOn(text: string): { on: DatabaseName | undefined; sql: string } | string {
  const [, name, rest = ''] = /^([a-z]+):(?:\s+|$)([\s\S]*)$/.exec(text) ?? []
  if (name === undefined) return { on: undefined, sql: text }
  const on = databaseNames.find(known => known === name) ?? dialects[name]
  if (on === undefined) return `"${name}" is no database; there are sqlite, postgres and mysql`
  return { on, sql: rest }
}

function statementsOf(file: ts.SourceFile): ts.Statement[] {
  const statements: ts.Statement[] = []
  visit(file, node => {
    if (isPlain(node) || isCompound(node)) statements.push(node)
  })
  return statements
}

/** Statements of one expression, which can have a value or throw. */
function isPlain(node: ts.Node): node is ts.Statement {
  return (
    ts.isExpressionStatement(node) || ts.isVariableStatement(node) || ts.isReturnStatement(node)
  )
}

/** Statements that hold others; only their SQL can be asked for. */
function isCompound(node: ts.Node): node is ts.Statement {
  return ts.isIterationStatement(node, false) || ts.isTryStatement(node)
}

/** The innermost statement that ends on a run's first line, or above it where that is empty. */
function statementBefore(
  statements: readonly ts.Statement[],
  [comment]: CommentRun,
  file: ts.SourceFile
): ts.Statement | undefined {
  const before = file.text.slice(0, comment.pos).trimEnd().length
  const innermost = statements.filter(statement => statement.getEnd() === before).at(-1)
  if (innermost === undefined) return undefined
  const end = file.getLineAndCharacterOfPosition(innermost.getEnd()).line
  return comment.line - end <= (comment.alone ? 1 : 0) ? innermost : undefined
}
