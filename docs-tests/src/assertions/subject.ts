import ts from 'typescript'
import { parse } from '../blocks/syntax.js'

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

/** Whether a text is one whole expression. */
export function isExpression(text: string): boolean {
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
