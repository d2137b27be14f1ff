import ts from 'typescript'

/** Parses TypeScript without looking at anything else. */
export function parse(fileName: string, text: string): ts.SourceFile {
  return ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS)
}

/** Calls back for a node and everything in it, parents first. */
export function visit(node: ts.Node, callback: (node: ts.Node) => void): void {
  callback(node)
  node.forEachChild(child => visit(child, callback))
}

/** The names that a module declares or imports at its top. */
export function topLevelNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  for (const statement of file.statements) {
    for (const name of statementNames(statement)) names.add(name)
  }
  return names
}

/** The names that a module exports; `export *` is not followed. */
export function exportedNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) {
        continue
      }
      for (const element of statement.exportClause.elements) names.add(element.name.text)
    } else if (isExported(statement)) {
      for (const name of statementNames(statement)) names.add(name)
    }
  }
  return names
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function statementNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name))
  }
  if (ts.isImportDeclaration(statement)) return importedNames(statement)
  const named =
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  return named && statement.name !== undefined ? [statement.name.text] : []
}

function bindingNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap(element =>
    ts.isBindingElement(element) ? bindingNames(element.name) : []
  )
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings
  const named =
    bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? [bindings.name.text]
        : bindings.elements.map(({ name }) => name.text)
  return importClause?.name === undefined ? named : [importClause.name.text, ...named]
}

/** Every identifier that occurs in a module. */
export function identifiers(file: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  visit(file, node => {
    if (ts.isIdentifier(node)) names.add(node.text)
  })
  return names
}

/** The modules that a module imports or exports from, as it names them. */
export function importedModules(file: ts.SourceFile): string[] {
  return file.statements.flatMap(statement => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const { moduleSpecifier } = statement
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
      ? [moduleSpecifier.text]
      : []
  })
}
