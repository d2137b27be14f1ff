/** @import { Section } from './terms.mjs' */

/**
 * The parts of a page: what stands before the first heading is the page itself.
 *
 * @param {string} source A Markdown file.
 * @param {string | null} url Its address.
 * @returns {Section[]}
 */
export function pageSections(source, url) {
  const { title: named, description, body } = frontMatter(source)
  /** @type {{ heading: string, lines: string[] }[]} */
  const parts = [{ heading: '', lines: [] }]
  let fence = ''
  for (const line of body.split('\n')) {
    const marks = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (marks !== undefined) fence = fence === '' ? marks : line.trim() === fence ? '' : fence
    const heading = fence === '' ? /^(#{1,3})\s+(.*?)\s*#*$/.exec(line) : null
    if (heading?.[1] === '#' && parts[0]?.heading === '') parts[0].heading = plain(heading[2] ?? '')
    else if (heading) parts.push({ heading: plain(heading[2] ?? ''), lines: [] })
    else parts.at(-1)?.lines.push(withoutMeta(line, marks !== undefined))
  }
  const title = named ?? parts[0]?.heading ?? ''
  return parts
    .map(({ heading, lines }, at) => ({ heading, text: lines.join('\n').trim(), at }))
    .filter(({ text, at }) => text !== '' || at === 0)
    .map(({ heading, text, at }) => ({
      kind: 'page',
      name: at === 0 ? title : heading,
      within: title,
      url: url === null || at === 0 ? url : `${url}#${slugOf(heading)}`,
      text: at === 0 && description !== undefined ? begun(text, description) : text
    }))
}

/**
 * The text with the page's description in front, unless it begins with it.
 *
 * @param {string} text
 * @param {string} description
 */
function begun(text, description) {
  return text.startsWith(description) ? text : `${description}\n\n${text}`.trim()
}

/**
 * @param {string} source
 * @returns {{ title?: string, description?: string, body: string }}
 */
function frontMatter(source) {
  const found = /^---\n([\s\S]*?)\n---\n/.exec(source)
  if (found === null) return { body: source }
  /** @param {string} key */
  const value = key => {
    const text = new RegExp(`^${key}:\\s*(.+)$`, 'm').exec(found[1] ?? '')?.[1]?.trim()
    return text === undefined ? {} : { [key]: text.replace(/^(['"])(.*)\1$/, '$2') }
  }
  return { ...value('title'), ...value('description'), body: source.slice(found[0].length) }
}

/**
 * What the tests read of a fence is nothing for readers.
 *
 * @param {string} line
 * @param {boolean} isFence
 */
function withoutMeta(line, isFence) {
  return isFence ? line.replace(/^(\s*(?:`{3,}|~{3,})[\w+-]*).*$/, '$1') : line
}

/** @param {string} heading */
function plain(heading) {
  return heading
    .replace(/\s*\{#[\w-]+\}$/, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
}

/**
 * The anchor of a heading, as Docusaurus makes it.
 *
 * @param {string} heading
 */
export function slugOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}
