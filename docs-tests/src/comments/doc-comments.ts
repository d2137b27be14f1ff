import ts from 'typescript'
import { parse, visit } from '../blocks/syntax.js'

/** A line of a documentation comment. */
export interface CommentLine {
  /** Its line in the file, from 1. */
  readonly line: number
  /** What stands before its text: indentation, a star and a space. */
  readonly margin: string
  readonly text: string
}

/** A documentation comment of a module. */
export interface DocComment {
  /** What it documents: `connect`, `Column.index`. */
  readonly symbol: string
  /** Whether that is a value of its module, or a part of one; else it is a type, or of one. */
  readonly isValue: boolean
  readonly lines: readonly CommentLine[]
}

/** The documentation comments of a module, in order; those that document nothing are left out. */
export function docCommentsOf(fileName: string, text: string): DocComment[] {
  const file = parse(fileName, text)
  const found = new Map<number, DocComment>()
  visit(file, node => {
    for (const comment of ts.getJSDocCommentsAndTags(node)) {
      if (!ts.isJSDoc(comment) || found.has(comment.pos)) continue
      found.set(comment.pos, {
        symbol: nameOf(node),
        isValue: isValue(node),
        lines: linesOf(file, comment)
      })
    }
  })
  return [...found].sort(([one], [other]) => one - other).map(([, comment]) => comment)
}

/** The lines between the first and the last, which hold the stars only; or the one line. */
function linesOf(file: ts.SourceFile, { pos, end }: ts.JSDoc): CommentLine[] {
  const first = file.getLineAndCharacterOfPosition(pos).line
  return file.text
    .slice(pos, end)
    .replace(/\s*\*\/$/, '')
    .split('\n')
    .map((text, index) => {
      const margin = /^\s*(?:\/\*\*|\*(?!\*))? ?/.exec(text)?.[0] ?? ''
      return { line: first + index + 1, margin, text: text.slice(margin.length) }
    })
}

function isValue(node: ts.Node): boolean {
  let top = node
  while (top.parent !== undefined && !ts.isSourceFile(top.parent)) top = top.parent
  return ts.isFunctionDeclaration(top) || ts.isVariableStatement(top) || ts.isClassDeclaration(top)
}

/** The name of what a node declares, with those of what it is in. */
function nameOf(node: ts.Node): string {
  const names: string[] = []
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    const name = ownName(at)
    if (name !== undefined) names.unshift(name)
  }
  return names.join('.')
}

function ownName(node: ts.Node): string | undefined {
  if (ts.isVariableStatement(node)) return ownName(node.declarationList.declarations[0] ?? node)
  if (ts.isCallSignatureDeclaration(node)) return '()'
  const { name } = node as { name?: ts.Node }
  if (name === undefined || ts.isSourceFile(node)) return undefined
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined
}
