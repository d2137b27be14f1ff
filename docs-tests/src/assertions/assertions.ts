import ts from 'typescript'
import { parse, visit } from '../blocks/syntax.js'
import { type Comment, lineComments } from './comments.js'

/** What a comment demands of the statement before it. */
export type Assertion =
  | { readonly kind: 'value'; readonly statement: ts.Statement; readonly expected: string }
  | { readonly kind: 'throws'; readonly statement: ts.Statement; readonly code: string }

/** An assertion and the line (from 1) of the statement's end. */
export type PlacedAssertion = Assertion & { readonly line: number }

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
 * Finds the assertions of a module: `//=> value` and `//! CODE`, behind a statement or alone on the
 * line below it. A value that is not complete goes on in the comments below.
 */
export function assertionsOf(file: ts.SourceFile): Assertions {
  const good: PlacedAssertion[] = []
  const bad: BadAssertion[] = []
  const comments = lineComments(file)
  const statements = statementsOf(file)
  comments.forEach((comment, index) => {
    const mark = /^\s?(=>|!)\s?/.exec(comment.text)
    if (mark === null) return
    const line = comment.line + 1
    const first = comment.text.slice(mark[0].length).trim()
    const text = mark[1] === '!' ? first : valueText(first, linesBelow(comments, index))
    const statement = statementBefore(statements, comment, file)
    const assertion =
      statement === undefined
        ? 'no statement ends before this comment'
        : mark[1] === '!'
          ? throwing(statement, text)
          : valued(statement, text)
    if (typeof assertion === 'string') bad.push({ line, message: assertion })
    else good.push({ ...assertion, line })
  })
  return { good, bad }
}

function statementsOf(file: ts.SourceFile): ts.Statement[] {
  const statements: ts.Statement[] = []
  visit(file, node => {
    if (ts.isExpressionStatement(node) || ts.isVariableStatement(node)) statements.push(node)
    if (ts.isReturnStatement(node)) statements.push(node)
  })
  return statements
}

/** The lines of comments directly below one, without it. */
function linesBelow(comments: readonly Comment[], index: number): string[] {
  const lines: string[] = []
  for (let next = index + 1; ; next += 1) {
    const comment = comments[next]
    const before = comments[next - 1]
    if (comment === undefined || before === undefined) return lines
    if (!comment.alone || comment.line !== before.line + 1) return lines
    lines.push(comment.text)
  }
}

/** As many lines as an expression takes; all of them where they are none. */
function valueText(first: string, below: readonly string[]): string {
  for (let lines = 0; lines < below.length; lines += 1) {
    const text = [first, ...below.slice(0, lines)].join('\n')
    if (isExpression(text)) return text
  }
  return [first, ...below].join('\n')
}

/** The innermost statement that ends on the comment's line, or above it where that is empty. */
function statementBefore(
  statements: readonly ts.Statement[],
  comment: Comment,
  file: ts.SourceFile
): ts.Statement | undefined {
  const before = file.text.slice(0, comment.pos).trimEnd().length
  const ending = statements.filter(statement => statement.getEnd() === before)
  const innermost = ending.at(-1)
  if (innermost === undefined) return undefined
  const end = file.getLineAndCharacterOfPosition(innermost.getEnd()).line
  return comment.line - end <= (comment.alone ? 1 : 0) ? innermost : undefined
}

function throwing(statement: ts.Statement, code: string): Assertion | string {
  if (!/^[A-Z][A-Z_]*$/.test(code)) return `"${code}" is no error code`
  return { kind: 'throws', statement, code }
}

function valued(statement: ts.Statement, expected: string): Assertion | string {
  if (expected === '') return 'the expected value is missing'
  if (!isExpression(expected)) return `the expected value is no expression: ${expected}`
  if (subjectOf(statement) === undefined) return 'the statement before this comment has no value'
  return { kind: 'value', statement, expected }
}

function isExpression(text: string): boolean {
  const file = parse('expected.ts', `(${text}\n)`)
  const [statement, other] = file.statements
  const complete =
    statement !== undefined &&
    other === undefined &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression) &&
    statement.getEnd() === file.text.length
  return complete && syntaxErrors(file.text) === 0
}

function syntaxErrors(text: string): number {
  const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true })
  return diagnostics?.length ?? 0
}

/**
 * The expression whose value a statement is about: of `const x = f()` and of `return f()` it is
 * `f()`, of `console.log(x)` it is `x`.
 */
export function subjectOf(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isReturnStatement(statement)) return statement.expression
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.at(-1)?.initializer
  }
  if (!ts.isExpressionStatement(statement)) return undefined
  const { expression } = statement
  const printed = ts.isCallExpression(expression) && isConsoleLog(expression.expression)
  return printed ? expression.arguments[0] : expression
}

function isConsoleLog(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'console' &&
    node.name.text === 'log'
  )
}
