import { readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { repository } from '../repository.js'

/** What a reader meets in the reference: something exported, a member of it, or its type. */
export interface PublicSymbol {
  /** Its name, after that of what it belongs to: `Query.all`. */
  readonly name: string
  readonly kind: 'class' | 'function' | 'method' | 'property' | 'type' | 'value'
  readonly symbol: ts.Symbol
  /** Where it is declared, the first overload of several. */
  readonly declaration: ts.Declaration
}

/** The public symbols of the package, and the compiler that knows their types. */
export interface PublicInterface {
  readonly symbols: readonly PublicSymbol[]
  readonly checker: ts.TypeChecker
}

const sources = path.join(repository, 'orm/src').split(path.sep).join('/')

/** What the package's two entries export. */
export function publicInterface(): PublicInterface {
  const entries = ['index.ts', 'browser.ts'].map(file => `${sources}/${file}`)
  const program = ts.createProgram([...entries, ...declarationFiles()], compilerOptions)
  return interfaceOf(program, entries, file => file.startsWith(`${sources}/`))
}

const compilerOptions: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.es2024.string.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  noEmit: true
}

/** Modules without sources that the package imports. */
function declarationFiles(): string[] {
  return readdirSync(sources, { recursive: true })
    .map(file => `${sources}/${String(file).split(path.sep).join('/')}`)
    .filter(file => file.endsWith('.d.ts'))
}

/**
 * The public symbols of some modules: what they export, the members of that, and all types by which
 * these are described.
 *
 * @param program The modules, compiled.
 * @param entries The paths of the modules.
 * @param isOurs Whether a path is one of the package.
 */
export function interfaceOf(
  program: ts.Program,
  entries: readonly string[],
  isOurs: (file: string) => boolean
): PublicInterface {
  const checker = program.getTypeChecker()
  const collector = new Collector(checker, isOurs)
  for (const entry of entries) {
    const file = program.getSourceFile(entry)
    const module = file && checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry} is no module`)
    for (const symbol of checker.getExportsOfModule(module)) collector.addNamed(symbol)
  }
  return { symbols: collector.found, checker }
}

class Collector {
  readonly found: PublicSymbol[] = []
  readonly #seen = new Set<ts.Symbol>()

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly isOurs: (file: string) => boolean
  ) {}

  /** A class, function, type or value that has a name of its own. */
  addNamed(alias: ts.Symbol): void {
    const symbol = this.#resolved(alias)
    const declarations = (symbol.declarations ?? []).filter(declaration =>
      this.isOurs(declaration.getSourceFile().fileName)
    )
    const [declaration] = declarations
    if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return
    if (this.#seen.has(symbol) || isInternal(declaration)) return
    this.#seen.add(symbol)
    this.found.push({ name: symbol.name, kind: kindOf(declaration), symbol, declaration })
    for (const each of declarations) {
      this.#addMembers(symbol.name, each)
      this.#addTypes(each)
    }
  }

  /** The members that are declared within something. */
  #addMembers(owner: string, declaration: ts.Declaration): void {
    for (const member of membersOf(declaration)) {
      if (!isPublic(member)) continue
      const symbol = this.#symbolOf(member)
      const declaration = symbol?.declarations?.[0]
      if (symbol === undefined || declaration === undefined || this.#seen.has(symbol)) continue
      this.#seen.add(symbol)
      const name = member.name === undefined ? owner : `${owner}.${member.name.getText()}`
      this.found.push({ name, kind: kindOf(member), symbol, declaration })
    }
  }

  #symbolOf(member: Member): ts.Symbol | undefined {
    if (ts.isShorthandPropertyAssignment(member)) {
      return this.checker.getShorthandAssignmentValueSymbol(member)
    }
    // Signatures without a name have a symbol that cannot be asked for.
    const { symbol } = member as { symbol?: ts.Symbol }
    return symbol
  }

  /** What an import or an export stands for. */
  #resolved(symbol: ts.Symbol): ts.Symbol {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0
    return isAlias ? this.checker.getAliasedSymbol(symbol) : symbol
  }

  /** The types that a declaration names, which a reader will look up. */
  #addTypes(declaration: ts.Declaration): void {
    const visit = (node: ts.Node): void => {
      if (ts.isBlock(node) || (ts.isDeclarationStatement(node) && node !== declaration)) return
      if ((ts.isClassElement(node) || ts.isTypeElement(node)) && !isPublic(node)) return
      const name = ts.isTypeReferenceNode(node)
        ? node.typeName
        : ts.isExpressionWithTypeArguments(node)
          ? node.expression
          : undefined
      const symbol = name && this.checker.getSymbolAtLocation(name)
      if (symbol !== undefined && !isGenerated(this.#resolved(symbol))) this.addNamed(symbol)
      ts.forEachChild(node, visit)
    }
    ts.forEachChild(declaration, visit)
  }
}

/** What is generated from Rust is described there; only what is exported is looked at. */
function isGenerated(symbol: ts.Symbol): boolean {
  return symbol.declarations?.[0]?.getSourceFile().fileName.includes('/generated/') ?? false
}

type Member = ts.ClassElement | ts.TypeElement | ts.ObjectLiteralElementLike

/** The members of a class, an interface, the object types of an alias, an object literal. */
function membersOf(declaration: ts.Declaration): readonly Member[] {
  if (ts.isClassLike(declaration)) {
    return declaration.members
  }
  if (ts.isInterfaceDeclaration(declaration)) return declaration.members
  if (ts.isTypeAliasDeclaration(declaration)) return membersOfType(declaration.type)
  if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined) {
    const value = ts.isAsExpression(declaration.initializer)
      ? declaration.initializer.expression
      : declaration.initializer
    return ts.isObjectLiteralExpression(value) ? value.properties : []
  }
  return []
}

function membersOfType(type: ts.TypeNode): readonly Member[] {
  if (ts.isTypeLiteralNode(type)) return type.members
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
    return type.types.flatMap(membersOfType)
  }
  return ts.isParenthesizedTypeNode(type) ? membersOfType(type.type) : []
}

/** Whether readers can name a member, and may. */
function isPublic(member: Member): boolean {
  const { name } = member
  if (name !== undefined && (ts.isPrivateIdentifier(name) || ts.isComputedPropertyName(name))) {
    return false
  }
  const hiding = ts.ModifierFlags.Private | ts.ModifierFlags.Protected
  return (ts.getCombinedModifierFlags(member) & hiding) === 0 && !isInternal(member)
}

function isInternal(declaration: ts.Declaration): boolean {
  return ts.getJSDocTags(declaration).some(tag => tag.tagName.text === 'internal')
}

function kindOf(declaration: ts.Declaration): PublicSymbol['kind'] {
  if (ts.isClassLike(declaration)) return 'class'
  if (ts.isFunctionDeclaration(declaration)) return 'function'
  if (ts.isVariableDeclaration(declaration)) return 'value'
  if (
    ts.isConstructorDeclaration(declaration) ||
    ts.isMethodDeclaration(declaration) ||
    ts.isMethodSignature(declaration) ||
    ts.isCallSignatureDeclaration(declaration) ||
    ts.isConstructSignatureDeclaration(declaration) ||
    ts.isShorthandPropertyAssignment(declaration)
  ) {
    return 'method'
  }
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)
    ? 'type'
    : 'property'
}
