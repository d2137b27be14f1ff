import ts from 'typescript'
import { type Program, placeOf } from '../../../docs-tests/src/blocks/program.js'
import { visit } from '../../../docs-tests/src/blocks/syntax.js'
import type { Problem } from '../../../docs-tests/src/problem.js'
import { pathOf } from './compilation.js'

/** What an editor shows of something in a block. */
export interface Hover {
  readonly kind: 'hover'
  /** Where it stands in the block's code. */
  readonly start: number
  readonly length: number
  /** Its type, as an editor writes it. */
  readonly text: string
  /** Its documentation, as Markdown. */
  readonly docs: string
}

/** An error that a block is there to show. */
export interface ShownError {
  readonly kind: 'error'
  readonly start: number
  readonly length: number
  readonly text: string
}

/** What is known of a program's blocks, and what is wrong with them. */
export interface TypesOfProgram {
  /** Of each block of the program. */
  readonly blocks: readonly (readonly (Hover | ShownError)[])[]
  readonly problems: readonly Problem[]
}

/**
 * Asks for the type of everything that has a name in a program.
 *
 * @param service An editor's view of the program.
 */
export function typesOf(service: ts.LanguageService, program: Program): TypesOfProgram {
  const file = pathOf(program)
  const source = service.getProgram()?.getSourceFile(file)
  if (source === undefined) throw new Error(`TypeScript did not read ${file}`)
  const spans = spansOf(program)
  const diagnostics = [
    ...service.getSyntacticDiagnostics(file),
    ...service.getSemanticDiagnostics(file)
  ]
  const expected = program.blocks[0].meta.errors ?? []
  const blocks = spans.map(span => [
    ...errorsIn(span, diagnostics, expected),
    ...hoversIn(span, source, service)
  ])
  return { blocks, problems: problemsOf(program, source, diagnostics, expected) }
}

/** Where a block stands in its program. */
interface Span {
  readonly start: number
  readonly end: number
}

/** The blocks of a program, of which the first begins on the second line. */
function spansOf(program: Program): Span[] {
  let start = program.text.indexOf('\n') + 1
  return program.blocks.map(({ code }) => {
    const span = { start, end: start + code.length }
    if (program.text.slice(span.start, span.end) !== code) {
      throw new Error(`${program.id}: a block is not where it should be in its program`)
    }
    start = span.end + 1
    return span
  })
}

function hoversIn(span: Span, source: ts.SourceFile, service: ts.LanguageService): Hover[] {
  const hovers: Hover[] = []
  visit(source, node => {
    if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return
    const start = node.getStart(source)
    if (start < span.start || node.end > span.end) return
    const info = service.getQuickInfoAtPosition(source.fileName, start)
    const text = withoutAlias(ts.displayPartsToString(info?.displayParts))
    if (text === '') return
    const docs = ts.displayPartsToString(info?.documentation)
    hovers.push({ kind: 'hover', start: start - span.start, length: node.end - start, text, docs })
  })
  return hovers
}

/** That a name was imported says nothing of what it is. */
function withoutAlias(text: string): string {
  return text.replace(/^\(alias\) /, '').replace(/\nimport [\s\S]*$/, '')
}

function errorsIn(
  span: Span,
  diagnostics: readonly ts.Diagnostic[],
  expected: readonly number[]
): ShownError[] {
  return diagnostics.flatMap(({ code, start = 0, length = 0, messageText }) => {
    if (!expected.includes(code) || start < span.start || start + length > span.end) return []
    const text = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    return [{ kind: 'error', start: start - span.start, length, text }]
  })
}

function problemsOf(
  program: Program,
  source: ts.SourceFile,
  diagnostics: readonly ts.Diagnostic[],
  expected: readonly number[]
): Problem[] {
  const unexpected = diagnostics.filter(({ code }) => !expected.includes(code))
  const problems = unexpected.map(({ code, start = 0, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start)
    const text = ts.flattenDiagnosticMessageText(messageText, '\n')
    return { ...placeOf(program, line + 1), message: `TS${code}: ${text}` }
  })
  const missing = expected.filter(code => !diagnostics.some(found => found.code === code))
  return [
    ...problems,
    ...missing.map(code => ({
      ...placeOf(program, 1),
      message: `TypeScript does not report the error ${code} that the fence names`
    }))
  ]
}
