import MagicString from 'magic-string'
import type ts from 'typescript'
import { connectImports } from '../blocks/connections.js'
import { parse } from '../blocks/syntax.js'
import { assertionsOf, type BadAssertion, type PlacedAssertion } from './assertions.js'
import { subjectOf } from './subject.js'

/** A program that reports what its assertions meet. */
export interface Instrumented {
  /** Its text, line for line where it was. */
  readonly text: string
  /** Its assertions; the index of one is its number. */
  readonly assertions: readonly PlacedAssertion[]
  readonly bad: readonly BadAssertion[]
}

/** Whose call of `connect` it is: a set-up file's goes to the database of the run. */
export type Caller = 'prelude' | 'block'

/**
 * Rewrites a program so that its assertions call the runtime:
 *
 *     await User.count() //=> 3          ;$value(0, (await User.count()), () => (3))
 *     await User.count() //~> SELECT …   ;$sql(0, $mark(), (await User.count()))
 *     await User.create({}) //! CODE     ;await $throws(1, 'CODE', async () => { … })
 *
 * @param fileName The program's file.
 * @param text The program; its first line is free for the import of the runtime.
 * @param beginnings The lines (from 1) on which its blocks begin.
 */
export function instrument(
  fileName: string,
  text: string,
  beginnings: readonly number[] = []
): Instrumented {
  const file = parse(fileName, text)
  const { good, bad } = assertionsOf(file)
  const rewritten = new MagicString(text)
  // What is put before the same place later stands further out, as what is put behind it does: an
  // error is caught around a value.
  const inner = good.map((assertion, number) => ({ assertion, number }))
  const outer = inner.filter(({ assertion }) => assertion.kind === 'throws')
  const begun = new Set<ts.Statement>()
  for (const { assertion, number } of inner) {
    if (assertion.kind !== 'throws') rewriteSubject(rewritten, file, assertion, number, begun)
  }
  // A line may begin with the call: without the semicolon it would belong to the line before.
  for (const statement of begun) rewritten.prependRight(statement.getStart(file), ';')
  for (const { assertion, number } of outer) rewriteThrows(rewritten, file, assertion, number)
  beginnings.forEach((line, index) => {
    rewritten.prependRight(file.getPositionOfLineAndCharacter(line - 1, 0), `$block(${index}); `)
  })
  redirect(rewritten, file, 'block')
  const names = ['$block', '$mark', '$missing', '$redirect', '$sql', '$throws', '$value']
  rewritten.prepend(`import { ${names.join(', ')} } from '#runtime'; `)
  return { text: rewritten.toString(), assertions: good, bad }
}

/** A module whose `connect` is the runtime's. */
export function redirected(fileName: string, text: string, caller: Caller): string {
  const file = parse(fileName, text)
  if (connectImports(file).length === 0) return text
  const rewritten = new MagicString(text)
  redirect(rewritten, file, caller)
  return rewritten.prepend("import { $redirect } from '#runtime'; ").toString()
}

function redirect(rewritten: MagicString, file: ts.SourceFile, caller: Caller): void {
  connectImports(file).forEach((specifier, index) => {
    const own = `$connect${index}`
    rewritten.overwrite(specifier.getStart(file), specifier.getEnd(), `connect as ${own}`)
    const made = `; const ${specifier.name.text} = $redirect(${own}, '${caller}');`
    rewritten.appendLeft(specifier.parent.parent.parent.getEnd(), made)
  })
}

function rewriteSubject(
  rewritten: MagicString,
  file: ts.SourceFile,
  assertion: Exclude<PlacedAssertion, { kind: 'throws' }>,
  number: number,
  begun: Set<ts.Statement>
): void {
  const { statement } = assertion
  const subject = subjectOf(statement)
  if (subject === undefined) {
    rewritten.prependRight(statement.getStart(file), `;$mark(${number}); `)
    rewritten.appendLeft(statement.getEnd(), ` ;$sql(${number}, undefined, undefined);`)
    return
  }
  if (subject.getStart(file) === statement.getStart(file)) begun.add(statement)
  const [before, after] =
    assertion.kind === 'sql'
      ? [`$sql(${number}, $mark(${number}), (`, '))']
      : [`$value(${number}, (`, `), () => (${wanted(assertion.expected)}))`]
  rewritten.prependRight(subject.getStart(file), before)
  rewritten.appendLeft(subject.getEnd(), after)
}

/** No line may be added, or the lines of errors would be wrong. */
function wanted(expected: string): string {
  return expected === '' ? '$missing' : expected.replace(/\n/g, ' ')
}

function rewriteThrows(
  rewritten: MagicString,
  file: ts.SourceFile,
  assertion: PlacedAssertion,
  number: number
): void {
  const { statement } = assertion
  const code = assertion.kind === 'throws' ? assertion.code : ''
  const begin = `;await $throws(${number}, '${code}', async () => { `
  rewritten.prependRight(statement.getStart(file), begin)
  rewritten.appendLeft(statement.getEnd(), ' });')
}
