import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** @import { Layers } from './layers.mjs' */

/**
 * The imports of `orm/src` that point upward, and what prints outside the command line's folder.
 *
 * @param {string} root
 * @param {Layers} layers
 * @returns {{ problems: string[], files: number }}
 */
export function checkTypeScript(root, layers) {
  const folder = path.join(root, 'orm/src')
  const present = statSync(folder, { throwIfNoEntry: false }) !== undefined
  const files = present
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(f => /\.[cm]?tsx?$/.test(f))
    : []
  const problems = files.sort().flatMap(name => {
    const file = path.join(folder, name)
    const text = readFileSync(file, 'utf8')
    const shown = path.relative(root, file).replaceAll('\\', '/')
    return [...upwardImports(folder, file, text, shown, layers), ...printing(text, shown, layers)]
  })
  return { problems, files: files.length }
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} text
 * @param {string} shown
 * @param {Layers} layers
 * @returns {string[]}
 */
function upwardImports(folder, file, text, shown, layers) {
  const own = layerName(folder, file, layers)
  const ownLayer = layerIndex(own, layers)
  if (ownLayer === -1) return [`${shown}: ${own} has no layer`]
  const { importedFiles } = ts.preProcessFile(text, true, true)
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .flatMap(({ fileName, pos }) => {
      const target = path.resolve(path.dirname(file), fileName)
      const where = `${shown}:${text.slice(0, pos).split('\n').length}`
      if (!target.startsWith(folder + path.sep))
        return [`${where}: imports ${fileName}, outside src`]
      const name = layerName(folder, target, layers)
      const layer = layerIndex(name, layers)
      if (name === own || (layer !== -1 && layer < ownLayer)) return []
      return [`${where}: ${own} imports ${name} (${fileName}), which is not in a lower layer`]
    })
}

/**
 * The layer that a file belongs to: the longest path of the data that it is or lies in, else its
 * first folder.
 *
 * @param {string} folder
 * @param {string} file
 * @param {Layers} layers
 */
function layerName(folder, file, layers) {
  const name = path.relative(folder, file).replaceAll('\\', '/')
  const own = name.replace(/\.[cm]?[jt]sx?$/, '')
  const [longest] = layers.folders
    .flat()
    .filter(layer => own === layer || own.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)
  return longest ?? own.split('/')[0] ?? own
}

/**
 * @param {string} name
 * @param {Layers} layers
 */
function layerIndex(name, layers) {
  return layers.folders.findIndex(layer => layer.includes(name))
}

/**
 * @param {string} text
 * @param {string} shown
 * @param {Layers} layers
 * @returns {string[]}
 */
function printing(text, shown, layers) {
  if (shown.startsWith(`orm/src/${layers.printingFolder}/`)) return []
  const tree = ts.createSourceFile(shown, text, ts.ScriptTarget.Latest)
  /** @type {string[]} */
  const problems = []
  /** @param {ts.Node} node */
  const visit = node => {
    if (ts.isPropertyAccessExpression(node) && prints(node)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
      const place = `${shown}:${line + 1}`
      problems.push(`${place}: \`${node.getText(tree)}\`; only ${layers.printingFolder}/ may print`)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return problems
}

/** @param {ts.PropertyAccessExpression} node */
function prints(node) {
  const object = ts.isIdentifier(node.expression) ? node.expression.text : ''
  return object === 'console' || (object === 'process' && /^std(?:out|err)$/.test(node.name.text))
}
