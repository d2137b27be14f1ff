/** What starts something that is no code: comments, strings, characters. */
const noCode =
  /\/\/[^\n]*|\/\*|\bb?r(#*)"|b?"(?:[^"\\]|\\[\s\S])*"|b?'(?:[^'\\\n]|\\[^\n][^'\n]*)'/gu

/**
 * Blanks the comments, strings and characters of Rust source, so that a search finds code only.
 * Lines stay where they are.
 *
 * @param {string} source
 * @returns {string}
 */
export function rustCode(source) {
  let code = ''
  let position = 0
  noCode.lastIndex = 0
  for (let match = noCode.exec(source); match !== null; match = noCode.exec(source)) {
    const end = endOf(source, match)
    code += source.slice(position, match.index) + blank(source.slice(match.index, end))
    position = end
    noCode.lastIndex = end
  }
  return code + source.slice(position)
}

/**
 * The line of a position, counted from 1.
 *
 * @param {string} text
 * @param {number} position
 */
export function lineOf(text, position) {
  return text.slice(0, position).split('\n').length
}

/**
 * @param {string} source
 * @param {RegExpExecArray} match
 * @returns {number}
 */
function endOf(source, match) {
  const start = match.index + match[0].length
  if (match[0] === '/*') return endOfBlockComment(source, start)
  if (match[1] === undefined) return start
  const close = source.indexOf(`"${match[1]}`, start)
  return close === -1 ? source.length : close + 1 + match[1].length
}

/**
 * Block comments nest.
 *
 * @param {string} source
 * @param {number} start
 */
function endOfBlockComment(source, start) {
  const bracket = /\/\*|\*\//g
  bracket.lastIndex = start
  let depth = 1
  for (let match = bracket.exec(source); match !== null; match = bracket.exec(source)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return bracket.lastIndex
  }
  return source.length
}

/** @param {string} text */
function blank(text) {
  return text.replace(/[^\n]/g, ' ')
}
