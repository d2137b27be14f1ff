/** @import { FileCoverage } from './lcov.mjs' */

/** A module of tests: in this file to its end, or in a file of its own. */
const testModule = /^#\[cfg\(test\)\]\n(?:pub(?:\(\w+\))? )?mod (\w+)( \{|;)/m

/**
 * Coverage without that of tests which stand in the sources: tests run themselves, which says
 * nothing about what they test.
 *
 * @param {readonly FileCoverage[]} files
 * @param {(file: string) => string} read
 * @returns {FileCoverage[]}
 */
export function withoutTests(files, read) {
  /** @type {Set<string>} */
  const ofTests = new Set()
  const kept = files.map(({ file, lines }) => {
    const source = read(file)
    const match = testModule.exec(source)
    if (match === null) return { file, lines }
    const [, name = '', end] = match
    if (end === ';') {
      for (const place of placesOf(file, name)) ofTests.add(place)
      return { file, lines }
    }
    const first = source.slice(0, match.index).split('\n').length
    return { file, lines: new Map([...lines].filter(([line]) => line < first)) }
  })
  return kept.filter(({ file }) => !ofTests.has(file))
}

/**
 * Where the module of a file can be.
 *
 * @param {string} file
 * @param {string} name
 */
function placesOf(file, name) {
  const folder = file.replace(/[^/]*$/, '')
  return [`${folder}${name}.rs`, `${file.replace(/\.rs$/, '')}/${name}.rs`]
}
