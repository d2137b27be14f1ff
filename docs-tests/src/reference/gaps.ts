import path from 'node:path'
import ts from 'typescript'
import type { Problem } from '../problem.js'
import { repository } from '../repository.js'
import { type DocComment, docCommentOf, docCommentsOf } from './doc-comment.js'
import type { PublicInterface, PublicSymbol } from './public-symbols.js'

/**
 * What the documentation comments of public symbols leave out.
 *
 * @param symbols The public interface, and its compiler.
 * @param codes The codes of errors that there are.
 * @returns Each gap with the line of its symbol.
 */
export function gapsOf(
  { symbols, checker }: PublicInterface,
  codes: ReadonlySet<string>
): Problem[] {
  return symbols.flatMap(symbol => {
    const comment = docCommentOf(symbol.symbol, checker)
    const messages = [
      ...sentenceGaps(comment),
      ...exampleGaps(symbol, comment),
      ...parameterGaps(symbol),
      ...optionGaps(symbol, comment),
      ...codeGaps(comment, codes)
    ]
    return messages.map(message => ({ ...placeOf(symbol), message: `${symbol.name} ${message}` }))
  })
}

function placeOf({ declaration }: PublicSymbol): Omit<Problem, 'message'> {
  const file = declaration.getSourceFile()
  const { line } = file.getLineAndCharacterOfPosition(declaration.getStart())
  return { page: path.relative(repository, file.fileName), line: line + 1 }
}

/** A comment begins with a sentence of its own, which is what lists and editors show. */
function sentenceGaps({ text }: DocComment): string[] {
  if (text === '') return ['has no documentation comment']
  if (/^See \{@link [^}]+\}\.?$/.test(text)) return ['only says where else to look']
  return /^[A-Z`][\s\S]*[.:]/.test(text) ? [] : ['does not begin with a sentence']
}

/** What can be called has an example. */
function exampleGaps({ kind, declaration }: PublicSymbol, { examples }: DocComment): string[] {
  if (kind === 'type' || kind === 'property') return []
  // A class has the example of its constructor.
  if (ts.isConstructSignatureDeclaration(declaration)) return []
  if (ts.isConstructorDeclaration(declaration)) return []
  if (examples.length === 0) return ['has no @example']
  return examples.every(example => /^```ts\b[^\n]*\n[\s\S]*\S[\s\S]*\n```$/.test(example.trim()))
    ? []
    : ['has an @example that is no ```ts block']
}

/** Each parameter is described by the comment of its overload, or that of an earlier one. */
function parameterGaps({ kind, symbol }: PublicSymbol): string[] {
  if (kind !== 'function' && kind !== 'method') return []
  const comments = docCommentsOf(symbol)
  // Without a comment of its own it inherits one, whose parameters are described there.
  if (!comments.some(({ isOwn }) => isOwn)) return []
  const described = new Set<string>()
  return comments.flatMap(({ declaration, parameters }) => {
    const own = namesOf(declaration)
    for (const [name, text] of parameters) if (text !== '') described.add(name)
    const missing = own.filter(name => name !== UNNAMED && !described.has(name))
    const spare = [...parameters.keys()].filter(name => !own.includes(name))
    const unnamed = own.filter(name => name === UNNAMED).length
    return [
      ...missing.map(name => `has no @param ${name}`),
      ...spare.slice(unnamed).map(name => `has a @param ${name}, but no such parameter`),
      ...(unnamed > spare.length ? ['has no @param of a parameter that it takes apart'] : [])
    ]
  })
}

/** A parameter that is taken apart, which has no name. */
const UNNAMED = '{}'

function namesOf(declaration: ts.SignatureDeclaration): string[] {
  return declaration.parameters
    .map(({ name }) => (ts.isIdentifier(name) ? name.text : UNNAMED))
    .filter(name => name !== 'this')
}

const counted =
  /\b(?:how (?:many|often|much|long)|number|most|digits|characters|bits|rows|code|place|times)\b/i

const withDefault = /\bdefault|\binstead of\b|\bwithout (?:it|one)\b|\bonly where\b|\bwith a\b/i

/** A number says its unit, an option what is without it. */
function optionGaps({ kind, name, declaration }: PublicSymbol, { text }: DocComment): string[] {
  if (kind !== 'property' || text === '' || !ts.isPropertySignature(declaration)) return []
  const gaps: string[] = []
  const type = declaration.type?.getText() ?? ''
  if (name.endsWith('Ms')) {
    if (!text.includes('milliseconds')) gaps.push('does not say that it is in milliseconds')
  } else if (name.endsWith('Bytes')) {
    if (!text.includes('bytes')) gaps.push('does not say that it is in bytes')
  } else if (/\bnumber\b/.test(type) && !counted.test(text)) {
    gaps.push('does not say what its number counts')
  }
  const isOption = /Options?\./.test(name) && declaration.questionToken !== undefined
  if (isOption && !withDefault.test(text)) gaps.push('does not say its default')
  return gaps
}

/** Codes of errors exist. */
function codeGaps({ throws }: DocComment, codes: ReadonlySet<string>): string[] {
  return throws.flatMap(text => {
    const named = [...text.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, code = '']) => code)
    if (named.length === 0) return [`throws what has no code: ${text}`]
    return named
      .filter(code => !codes.has(code))
      .map(code => `throws ${code}, which does not exist`)
  })
}
