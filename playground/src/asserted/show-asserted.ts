// Rewrites code so that a run shows what its comments assert: the documentation's examples say
// `//=> value` behind a statement, and whoever runs one wants to see that value.
import MagicString from 'magic-string'
import ts from 'typescript'
import { assertionsOf } from '../../../docs-tests/src/assertions/assertions'
import { subjectOf } from '../../../docs-tests/src/assertions/subject'
import { parse } from '../../../docs-tests/src/blocks/syntax'
import { assertedName } from '../sandbox/runtime/asserted'

/** Something that was put into a line. */
export interface Insertion {
  /** From 1. */
  readonly line: number
  /** The column of what stands behind it, from 1, in the line as it was. */
  readonly column: number
  readonly length: number
}

/** Code whose assertions show what they find; each line is where it was. */
export interface ShowingCode {
  readonly text: string
  readonly insertions: readonly Insertion[]
}

const titleMax = 72

/** @param text TypeScript. */
export function showAsserted(fileName: string, text: string): ShowingCode {
  const file = parse(fileName, text)
  const showing = new MagicString(text)
  const insertions: Insertion[] = []
  const insert = (at: number, inserted: string, side: 'appendLeft' | 'appendRight'): void => {
    showing[side](at, inserted)
    const { line, character } = file.getLineAndCharacterOfPosition(at)
    insertions.push({ line: line + 1, column: character + 1, length: inserted.length })
  }
  for (const assertion of assertionsOf(file).good) {
    const { statement } = assertion
    if (assertion.kind === 'throws') {
      const begin = `;await ${assertedName}.throws('${assertion.code}', ${titleOf(statement, file)}`
      insert(statement.getStart(file), `${begin}, async () => { `, 'appendRight')
      insert(statement.getEnd(), ' });', 'appendLeft')
    } else if (assertion.kind === 'value') {
      const value = subjectOf(statement)
      if (value === undefined) continue
      // A line may begin with the call: without the semicolon it would belong to the line before.
      const begin = ts.isExpressionStatement(statement) && value === statement.expression
      insert(value.getStart(file), `${begin ? ';' : ''}${assertedName}.value((`, 'appendRight')
      insert(value.getEnd(), `), ${titleOf(value, file)})`, 'appendLeft')
    }
  }
  return { text: showing.toString(), insertions }
}

/** A node's text in one line, as the literal of a string. */
function titleOf(node: ts.Node, file: ts.SourceFile): string {
  const text = node
    .getText(file)
    .replace(/^await\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/ \./g, '.')
  return JSON.stringify(text.length > titleMax ? `${text.slice(0, titleMax - 1)}…` : text)
}
