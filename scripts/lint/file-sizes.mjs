import { Failure } from '../process/failure.mjs'

const linesMax = 500
const columnsMax = 100

/**
 * Sources are short enough to be read from top to bottom. Generated files are not read, and
 * tests are lists. A line with a URL may be as long as the URL.
 *
 * @param {readonly { file: string, text: string }[]} files
 * @returns {string} What was checked.
 * @throws {Failure} With the files and lines that are too long.
 */
export function checkFileSizes(files) {
  const sources = files.filter(
    ({ file }) => /\.(?:rs|[cm]?[jt]sx?)$/.test(file) && !file.includes('/generated/')
  )
  if (sources.length === 0) throw new Failure('There are no sources to check the size of')
  const long = sources
    .filter(({ file }) => !/(?:(?:^|\/)tests?\/|\.test\.|types-tests)/.test(file))
    .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ file, lines }) => `${file}: ${lines} lines; ${linesMax} at most`)
  const wide = sources.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => {
      const columns = [...line].length
      if (columns <= columnsMax || /https?:\/\//.test(line)) return []
      return [`${file}:${index + 1}: ${columns} columns; ${columnsMax} at most`]
    })
  )
  if (long.length + wide.length > 0) {
    throw new Failure('Some sources are too long', [...long, ...wide].join('\n'))
  }
  return `${sources.length} files`
}
