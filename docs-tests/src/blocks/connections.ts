import ts from 'typescript'
import type { DatabaseName } from '../markdown/fence-meta.js'
import { visit } from './syntax.js'

/** Which database the scheme of a URL means. */
const schemes: Readonly<Record<string, DatabaseName>> = {
  sqlite: 'sqlite',
  sqljs: 'sqlite',
  'sqlite-wasm': 'sqlite',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mariadb',
  mariadb: 'mariadb'
}

/** What a module connects to. */
export interface Connections {
  /** The URLs that it writes out. */
  readonly urls: readonly string[]
  /** Whether it connects to what it does not write out. */
  readonly others: boolean
}

/**
 * The imports of `connect` in a module.
 *
 * @param packages Where it comes from.
 */
export function connectImports(
  file: ts.SourceFile,
  packages: readonly string[] = ['versa-orm']
): ts.ImportSpecifier[] {
  return file.statements.flatMap(statement => {
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return []
    const { moduleSpecifier, importClause } = statement
    const ofOrm = ts.isStringLiteral(moduleSpecifier) && packages.includes(moduleSpecifier.text)
    const bindings = importClause.namedBindings
    if (!ofOrm || bindings === undefined || !ts.isNamedImports(bindings)) return []
    return bindings.elements.filter(({ name, propertyName, isTypeOnly }) => {
      return !isTypeOnly && (propertyName ?? name).text === 'connect'
    })
  })
}

/** What the calls of `connect` in a module open. */
export function connectionsOf(file: ts.SourceFile): Connections {
  const imports = connectImports(file, ['versa-orm', 'versa-orm/browser'])
  const names = new Set(imports.map(({ name }) => name.text))
  const urls: string[] = []
  let others = false
  visit(file, node => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return
    if (!names.has(node.expression.text)) return
    const [url] = node.arguments
    if (url !== undefined && ts.isStringLiteralLike(url)) urls.push(url.text)
    else others = true
  })
  return { urls, others }
}

/** The database that a URL means; undefined where it is none of those that pages can claim. */
export function databaseOfUrl(url: string): DatabaseName | undefined {
  return schemes[/^([a-z-]+):/.exec(url)?.[1] ?? '']
}
