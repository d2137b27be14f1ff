import MagicString from 'magic-string'
import ts from 'typescript'
import { parse } from '../blocks/syntax.js'
import { assertionsOf, type BadAssertion, type PlacedAssertion, subjectOf } from './assertions.js'

/** A program that reports what its assertions meet. */
export interface Instrumented {
  /** Its text, line for line where it was. */
  readonly text: string
  /** The line of each assertion; its index is the assertion's number. */
  readonly lines: readonly number[]
  readonly bad: readonly BadAssertion[]
}

/**
 * Rewrites a program so that its assertions call the runtime:
 *
 *     await User.count() //=> 3          ($value(0, (await User.count()), () => (3)))
 *     await User.create({}) //! CODE     await $throws(1, 'CODE', async () => { … })
 *
 * @param fileName The program's file.
 * @param text The program; its first line is free for the import of the runtime.
 */
export function instrument(fileName: string, text: string): Instrumented {
  const file = parse(fileName, text)
  const { good, bad } = assertionsOf(file)
  const rewritten = new MagicString(text)
  good.forEach((assertion, number) => {
    if (assertion.kind === 'value') rewriteValue(rewritten, file, assertion, number)
    else rewriteThrows(rewritten, file, assertion, number)
  })
  rewritten.prepend("import { $throws, $value } from '../../runtime.js';")
  return { text: rewritten.toString(), lines: good.map(({ line }) => line), bad }
}

type Of<Kind> = Extract<PlacedAssertion, { kind: Kind }>

function rewriteValue(
  rewritten: MagicString,
  file: ts.SourceFile,
  { statement, expected }: Of<'value'>,
  number: number
): void {
  const value = subjectOf(statement)
  if (value === undefined) return
  // A line may begin with the call: without the semicolon it would belong to the line before.
  const begin = ts.isExpressionStatement(statement) && value === statement.expression ? ';' : ''
  // No line may be added, or the lines of errors would be wrong.
  const oneLine = expected.replace(/\n/g, ' ')
  rewritten.appendRight(value.getStart(file), `${begin}$value(${number}, (`)
  rewritten.appendLeft(value.getEnd(), `), () => (${oneLine}))`)
}

function rewriteThrows(
  rewritten: MagicString,
  file: ts.SourceFile,
  { statement, code }: Of<'throws'>,
  number: number
): void {
  const begin = `;await $throws(${number}, '${code}', async () => { `
  rewritten.appendRight(statement.getStart(file), begin)
  rewritten.appendLeft(statement.getEnd(), ' });')
}
