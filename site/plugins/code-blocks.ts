import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Code, Nodes, Parent, Root } from 'mdast'
import type { ShownBlock } from '../code/page-code'

const site = path.join(__dirname, '..')
const repository = path.join(site, '..')

/** Pages whose code is shown: a path in the repository. */
const ours = /^site\/(?:docs|i18n|src\/pages|api)\//

interface Made {
  readonly hash: string
  readonly blocks: readonly ShownBlock[]
}

/** Puts what `code/main.ts` made of a page's fences in the place of the fences. */
export function codeBlocks() {
  return (root: Root, file: { readonly path: string }): void => {
    const page = path.relative(repository, file.path).split(path.sep).join('/')
    if (!ours.test(page)) return
    const { blocks } = madeOf(page)
    const places = fencesIn(root)
    const left = [...blocks]
    for (const { parent, index, node } of places) {
      const key = `${node.lang ?? ''} ${node.meta ?? ''}\n${node.value}`
      const at = left.findIndex(block => block.fence === key)
      const block = left[at]
      if (block === undefined) {
        const line = node.position?.start.line ?? 0
        throw new Error(
          `${page}: the fence on line ${line} (behind the front matter) is no block of Markdown ` +
            'where it stands. Put a blank line between it and the tag before it.'
        )
      }
      left.splice(at, 1)
      parent.children[index] = elementOf(block) as unknown as Code
    }
    if (places.length > 0) root.children.unshift(loaders(page) as unknown as Code)
  }
}

interface Place {
  readonly parent: Parent
  readonly index: number
  readonly node: Code
}

function fencesIn(root: Root): Place[] {
  const places: Place[] = []
  const visit = (parent: Nodes): void => {
    if (!('children' in parent)) return
    parent.children.forEach((node, index) => {
      if (node.type === 'code') places.push({ parent, index, node })
      else visit(node)
    })
  }
  visit(root)
  return places
}

/** What was made of a page; it is made now where the page has changed since. */
function madeOf(page: string): Made {
  const hash = hashOf(page, readFileSync(path.join(repository, page), 'utf8'))
  const before = readMade(page)
  if (before?.hash === hash) return before
  const program = path.join(site, 'code/main.ts')
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, page], {
    cwd: repository,
    encoding: 'utf8'
  })
  const now = readMade(page)
  if (status === 0 && now?.hash === hash) return now
  throw new Error(`The code of ${page} cannot be shown:\n${stderr}`)
}

function readMade(page: string): Made | undefined {
  const file = path.join(site, '.versa/code', `${page.replace(/^site\//, '')}.blocks.json`)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** As `code/cache.ts` does, which only a module can import. */
function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}\0`).update(text)
  return hash.digest('hex').slice(0, 32)
}

/** `<VersaCode …/>`; what a reader may ask for is loaded when they do. */
function elementOf(block: ShownBlock) {
  const { html, language, title, id, typed, errors, run } = block
  const attributes = [
    attribute('html', html),
    attribute('language', language),
    ...(title === null ? [] : [attribute('title', title)]),
    ...(id === null ? [] : [attribute('id', id)]),
    ...(errors.length === 0 ? [] : [expression('errors', literals(errors))]),
    ...(typed ? [expression('types', name('$types'))] : []),
    ...(run === null ? [] : [expression('runs', name('$runs')), expression('run', literal(run))])
  ]
  return { type: 'mdxJsxFlowElement', name: 'VersaCode', attributes, children: [] }
}

/** The page's functions that load its types and its runs: one of each, and so one file of each. */
function loaders(page: string) {
  const data = `@site/.versa/code/${page.replace(/^site\//, '')}`
  const body = [loader('$types', `${data}.types.json`), loader('$runs', `${data}.runs.json`)]
  const estree = { type: 'Program', sourceType: 'module', body }
  return { type: 'mdxjsEsm', value: '', data: { estree } }
}

function attribute(name: string, value: string) {
  return { type: 'mdxJsxAttribute', name, value }
}

/** `export const id = () => import('file')` */
function loader(id: string, file: string) {
  const body = { type: 'ImportExpression', source: literal(file) }
  const init = { type: 'ArrowFunctionExpression', expression: true, params: [], body }
  const declarations = [{ type: 'VariableDeclarator', id: name(id), init }]
  const declaration = { type: 'VariableDeclaration', kind: 'const', declarations }
  return { type: 'ExportNamedDeclaration', declaration, specifiers: [], source: null }
}

/** `name={…}` */
function expression(attributeName: string, code: object) {
  const body = [{ type: 'ExpressionStatement', expression: code }]
  const estree = { type: 'Program', sourceType: 'module', body }
  const value = { type: 'mdxJsxAttributeValueExpression', value: '', data: { estree } }
  return { type: 'mdxJsxAttribute', name: attributeName, value }
}

function name(id: string) {
  return { type: 'Identifier', name: id }
}

function literals(values: readonly string[]) {
  return { type: 'ArrayExpression', elements: values.map(literal) }
}

function literal(value: string | number) {
  return { type: 'Literal', value, raw: JSON.stringify(value) }
}
