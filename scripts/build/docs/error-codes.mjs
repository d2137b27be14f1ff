import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { Failure } from '../../process/failure.mjs'
import { inRepository } from '../../process/repository.mjs'

/** @import { Section } from './terms.mjs' */

const source = 'orm/src/errors/generated/codes.ts'

/**
 * The error codes: the page that a code has, else what it means and what to do.
 *
 * @param {readonly Section[]} pages
 * @returns {Section[]}
 */
export function errorSections(pages) {
  const listed = pages.find(({ name, within }) => within === 'Errors' && /codes/i.test(name))
  return codes().map(({ code, meaning, hint }) => {
    const own = pages.filter(page => page.within === code)
    const [first, ...rest] = own
    // The page begins with what the code means.
    const todo = `**What to do:** ${sentence(hint)}`
    return {
      kind: 'error',
      name: code,
      within: 'Error codes',
      url: first?.url ?? listed?.url ?? null,
      text: [
        first?.text ?? meaning,
        todo,
        ...rest.map(({ name, text }) => `## ${name}\n\n${text}`)
      ].join('\n\n')
    }
  })
}

/**
 * @returns {{ code: string, meaning: string, hint: string }[]}
 */
function codes() {
  const text = readFileSync(inRepository(source), 'utf8')
  const file = ts.createSourceFile(source, text, ts.ScriptTarget.Latest, true)
  /** @type {{ code: string, meaning: string, hint: string }[]} */
  const found = []
  /** @param {ts.Node} node */
  const visit = node => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) {
      const [comment] = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []
      const meaning = comment === undefined ? '' : text.slice(comment.pos + 3, comment.end - 2)
      found.push({
        code: node.name.getText(file),
        meaning: meaning.trim(),
        hint: node.initializer.text
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  if (found.length === 0) throw new Failure(`${source} has no error codes`)
  return found
}

/** @param {string} hint */
function sentence(hint) {
  return `${hint.slice(0, 1).toUpperCase()}${hint.slice(1)}.`
}
