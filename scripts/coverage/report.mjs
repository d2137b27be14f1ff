/** @import { FileCoverage } from './lcov.mjs' */

/** How much has to run of the lines of the engine, and of those of the ORM: in per cent. */
export const leastPercent = 90

/** A file is named where less of its lines ran. */
const namedBelow = 95

/**
 * @typedef {{ lines: number, ran: number }} Share
 */

/**
 * What is told of a part of the repository, and whether enough of it ran.
 *
 * @param {string} name
 * @param {readonly FileCoverage[]} files
 * @returns {{ text: string, enough: boolean }}
 */
export function reportOf(name, files) {
  const whole = shareOf(files)
  const parts = [...new Set(files.map(({ file }) => partOf(file)))].sort()
  const rows = parts.map(part =>
    row(part, shareOf(files.filter(({ file }) => partOf(file) === part)))
  )
  const gaps = files
    .filter(file => percent(shareOf([file])) < namedBelow)
    .sort((a, b) => missing(b) - missing(a))
    .map(file => `  ${row(file.file, shareOf([file]))}  not ${ranges(file).join(', ')}`)
  const text = [...rows, row(name, whole), '', `Below ${namedBelow} %:`, ...gaps].join('\n')
  return { text, enough: percent(whole) >= leastPercent }
}

/**
 * The lines that did not run, as ranges: `3-5`. Lines that cannot run do not part a range.
 *
 * @param {FileCoverage} file
 * @returns {string[]}
 */
export function ranges({ lines }) {
  /** @type {[number, number][]} */
  const found = []
  let open = false
  for (const [line, count] of [...lines].sort(([a], [b]) => a - b)) {
    const last = found.at(-1)
    if (count > 0) open = false
    else if (open && last !== undefined) last[1] = line
    else {
      found.push([line, line])
      open = true
    }
  }
  return found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
}

/**
 * A crate of the engine, a folder of the ORM.
 *
 * @param {string} file
 */
function partOf(file) {
  const [root, first = '', second = '', ...others] = file.split('/')
  if (root === 'engine') return `engine/${first}`
  return others.length > 0 ? `orm/src/${second}` : 'orm/src'
}

/**
 * @param {readonly FileCoverage[]} files
 * @returns {Share}
 */
function shareOf(files) {
  const counts = files.flatMap(({ lines }) => [...lines.values()])
  return { lines: counts.length, ran: counts.filter(count => count > 0).length }
}

/** @param {FileCoverage} file */
function missing(file) {
  const { lines, ran } = shareOf([file])
  return lines - ran
}

/** @param {Share} share */
function percent({ lines, ran }) {
  return lines === 0 ? 100 : (ran / lines) * 100
}

/**
 * @param {string} name
 * @param {Share} share
 */
function row(name, share) {
  const { lines, ran } = share
  const count = `${ran} of ${lines}`
  // Not rounded up: 89.96 is less than 90.
  const shown = (Math.floor(percent(share) * 10) / 10).toFixed(1)
  return `${name.padEnd(40)} ${shown.padStart(5)} %  ${count.padStart(14)}`
}
