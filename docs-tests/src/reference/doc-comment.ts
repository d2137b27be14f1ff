import ts from 'typescript'

/** What a documentation comment says. */
export interface DocComment {
  /** What stands before the first tag. */
  readonly text: string
  readonly examples: readonly string[]
  readonly throws: readonly string[]
}

/** The comment of one overload. */
export interface OverloadComment {
  readonly declaration: ts.SignatureDeclaration
  /** Whether there is a comment. */
  readonly isOwn: boolean
  /** What is said of each parameter that is named. */
  readonly parameters: ReadonlyMap<string, string>
}

/** The comment of a symbol, or the one it inherits, as editors show it. */
export function docCommentOf(symbol: ts.Symbol, checker: ts.TypeChecker): DocComment {
  const tags = symbol.getJsDocTags(checker)
  const textsOf = (name: string) =>
    tags.filter(tag => tag.name === name).map(tag => ts.displayPartsToString(tag.text))
  return {
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
    examples: textsOf('example'),
    throws: textsOf('throws')
  }
}

/** What the comments of a symbol's overloads say of their parameters; not its implementation's. */
export function docCommentsOf(symbol: ts.Symbol): OverloadComment[] {
  const signatures = (symbol.declarations ?? []).filter(ts.isFunctionLike)
  const overloads = signatures.filter(signature => !('body' in signature && signature.body))
  return (overloads.length === 0 ? signatures : overloads).map(declaration => {
    const parameters = new Map<string, string>()
    for (const tag of ts.getJSDocTags(declaration)) {
      if (!ts.isJSDocParameterTag(tag)) continue
      parameters.set(tag.name.getText(), ts.getTextOfJSDocComment(tag.comment)?.trim() ?? '')
    }
    const isOwn = ts.getJSDocCommentsAndTags(declaration).length > 0
    return { declaration, isOwn, parameters }
  })
}
