import ts from 'typescript'
import { visit } from '../blocks/syntax.js'

/** A line comment of a module. */
export interface Comment {
  readonly pos: number
  readonly end: number
  /** What stands behind the two slashes. */
  readonly text: string
  /** Whether only white space stands before it on its line. */
  readonly alone: boolean
  /** Its line, from 0. */
  readonly line: number
}

/** All line comments of a module, in order. */
export function lineComments(file: ts.SourceFile): Comment[] {
  const text = file.text
  const found = new Map<number, Comment>()
  const add = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end, kind } of ranges ?? []) {
      if (kind !== ts.SyntaxKind.SingleLineCommentTrivia) continue
      const { line, character } = file.getLineAndCharacterOfPosition(pos)
      const alone = text.slice(pos - character, pos).trim() === ''
      found.set(pos, { pos, end, text: text.slice(pos + 2, end), alone, line })
    }
  }
  visit(file, node => {
    // Comments hang on tokens; templates and strings, where `//` means nothing, are tokens too.
    for (const token of [node, ...node.getChildren(file)]) {
      add(ts.getLeadingCommentRanges(text, token.getFullStart()))
      add(ts.getTrailingCommentRanges(text, token.getEnd()))
    }
  })
  return [...found.values()].sort((one, other) => one.pos - other.pos)
}

/** Comments that stand together: each begins on the line below the one before it, alone. */
export type CommentRun = readonly [Comment, ...Comment[]]

/** The runs of a module's comments. */
export function commentRuns(comments: readonly Comment[]): CommentRun[] {
  const runs: [Comment, ...Comment[]][] = []
  for (const comment of comments) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && comment.alone && comment.line === (last?.line ?? 0) + 1) {
      run.push(comment)
    } else {
      runs.push([comment])
    }
  }
  return runs
}
