import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { Failure } from '../../process/failure.mjs'

/** @import { Section } from './terms.mjs' */

/** A longer signature is cut: it is there to be recognised, the editor shows all of it. */
const signatureMax = 600

/**
 * The exported names of the package, and the documented members of exported types.
 *
 * @param {string} types The file with all types.
 * @param {ReadonlySet<string>} urls The addresses that the built site has.
 * @returns {Section[]}
 */
export function symbolSections(types, urls) {
  const text = readFileSync(types, 'utf8')
  const file = ts.createSourceFile(types, text, ts.ScriptTarget.Latest, true)
  const declared = declarationsOf(file)
  const sections = exportsOf(file).flatMap(({ name, local }) => {
    const nodes = declared.get(local) ?? []
    if (nodes.length === 0) return []
    const url = pageOf(name, urls)
    const members = membersOf(name, nodes).map(member => ({
      ...member,
      url: url === null ? null : `${url}#${member.name.toLowerCase()}`
    }))
    return [{ ...section(name, '', nodes), url }, ...members]
  })
  if (sections.length === 0) throw new Failure(`${types} exports nothing`)
  return sections
}

/** Where the reference has its pages, by what a name is of. */
const places = ['functions', 'interfaces', 'classes', 'type-aliases', 'variables']

/**
 * The page of a name in the reference.
 *
 * @param {string} name
 * @param {ReadonlySet<string>} urls
 * @returns {string | null}
 */
function pageOf(name, urls) {
  const candidates = places.map(place => `/api/versa-orm/${place}/${name}/`)
  return candidates.find(url => urls.has(`${url}index.html`)) ?? null
}

/**
 * @param {ts.SourceFile} file
 * @returns {Map<string, ts.Declaration[]>}
 */
function declarationsOf(file) {
  /** @type {Map<string, ts.Declaration[]>} */
  const found = new Map()
  /**
   * @param {string} name
   * @param {ts.Declaration} node
   */
  const add = (name, node) => found.set(name, [...(found.get(name) ?? []), node])
  for (const node of file.statements) {
    if (ts.isVariableStatement(node)) {
      for (const variable of node.declarationList.declarations) {
        add(variable.name.getText(file), variable)
      }
    } else if (isNamed(node)) {
      add(node.name.text, node)
    }
  }
  return found
}

/**
 * @param {ts.Node} node
 * @returns {node is ts.DeclarationStatement & { name: ts.Identifier }}
 */
function isNamed(node) {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)) &&
    node.name !== undefined
  )
}

/** @param {ts.SourceFile} file */
function exportsOf(file) {
  return file.statements.flatMap(node => {
    if (!ts.isExportDeclaration(node) || node.exportClause === undefined) return []
    if (!ts.isNamedExports(node.exportClause)) return []
    return node.exportClause.elements.map(({ name, propertyName }) => {
      return { name: name.text, local: (propertyName ?? name).text }
    })
  })
}

/**
 * @param {string} owner
 * @param {readonly ts.Declaration[]} nodes
 * @returns {Section[]}
 */
function membersOf(owner, nodes) {
  /** @type {Map<string, ts.Declaration[]>} */
  const byName = new Map()
  for (const member of nodes.flatMap(node => membersIn(node))) {
    const name = member.name?.getText()
    if (name === undefined || !/^[A-Za-z]\w*$/.test(name)) continue
    byName.set(name, [...(byName.get(name) ?? []), member])
  }
  return [...byName]
    .filter(([, members]) => members.some(member => docOf(member) !== ''))
    .map(([name, members]) => section(name, owner, members))
}

/**
 * @param {ts.Declaration} node
 * @returns {readonly (ts.TypeElement | ts.ClassElement)[]}
 */
function membersIn(node) {
  return ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) ? [...node.members] : []
}

/**
 * @param {string} name
 * @param {string} within
 * @param {readonly ts.Declaration[]} nodes
 * @returns {Section}
 */
function section(name, within, nodes) {
  const signatures = [...new Set(nodes.map(signatureOf))].slice(0, 6)
  const docs = [...new Set(nodes.map(docOf))].filter(text => text !== '')
  const members = nodes.flatMap(membersIn).flatMap(member => {
    const doc = docOf(member).split('\n\n')[0]?.replaceAll('\n', ' ') ?? ''
    const member_ = member.name?.getText() ?? ''
    return /^[A-Za-z]\w*$/.test(member_) && doc !== '' ? [`- \`${member_}\`: ${doc}`] : []
  })
  const code = ['```ts', ...signatures, '```'].join('\n')
  const text = [code, ...docs, [...new Set(members)].join('\n')].filter(part => part !== '')
  return { kind: 'symbol', name, within, url: null, text: text.join('\n\n') }
}

/** @param {ts.Declaration} node */
function signatureOf(node) {
  const full = node.getText().replace(/\/\*\*[\s\S]*?\*\//g, '')
  const shown = ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) ? head(full) : full
  const text = shown.replace(/^(?:export|declare)\s+/, '').replace(/\n\s*\n/g, '\n')
  const lines = unindented(text.replace(/;$/, '').trimEnd())
  return lines.length <= signatureMax ? lines : `${lines.slice(0, signatureMax)} …`
}

/** @param {string} text */
function head(text) {
  return text.slice(0, text.indexOf('{')).trimEnd()
}

/** @param {string} text */
function unindented(text) {
  const indents = text
    .split('\n')
    .slice(1)
    .flatMap(line => {
      return line.trim() === '' ? [] : [line.length - line.trimStart().length]
    })
  const least = Math.min(...indents)
  return Number.isFinite(least) ? text.replace(new RegExp(`\\n {0,${least}}`, 'g'), '\n') : text
}

/**
 * The documentation comment as Markdown.
 *
 * @param {ts.Node} node
 * @returns {string}
 */
function docOf(node) {
  const comments = ts.getJSDocCommentsAndTags(
    ts.isVariableDeclaration(node) ? node.parent.parent : node
  )
  const doc = comments.find(ts.isJSDoc)
  if (doc === undefined) return ''
  const parts = [linked(ts.getTextOfJSDocComment(doc.comment))]
  /** @type {string[]} */
  const list = []
  for (const tag of doc.tags ?? []) {
    const text = linked(ts.getTextOfJSDocComment(tag.comment)).trim()
    const name = tag.tagName.text
    if (ts.isJSDocParameterTag(tag)) list.push(`- \`${tag.name.getText()}\`: ${text}`)
    else if (name === 'returns') list.push(`- Returns: ${text}`)
    else if (name === 'throws') list.push(`- Throws: ${text}`)
    else if (name === 'example') parts.push(example(text))
    else if (name === 'deprecated') parts.unshift(`**Deprecated.** ${text}`)
  }
  return [parts[0] ?? '', list.join('\n'), ...parts.slice(1)]
    .filter(text => text !== '')
    .join('\n\n')
}

/** @param {string | undefined} text */
function linked(text) {
  return (text ?? '').replace(/\{@link(?:code|plain)?\s+([^}\s|]+)[^}]*\}/g, '`$1`')
}

/** @param {string} text */
function example(text) {
  return text.includes('```')
    ? text.replace(/^(\s*```[\w+-]*).*$/gm, '$1')
    : `\`\`\`ts\n${text}\n\`\`\``
}
