import { VersaError } from '../../errors/versa-error.js'

/** The schemes of a SQLite; a URL of another one is of a database that this engine cannot have. */
const schemes = /^(?:sqljs|sqlite|sqlite-wasm):/i

/**
 * Refuses a URL that names another place than where the executor keeps its database: what is
 * written would be gone with the process, or be in a file of which nobody knows.
 *
 * @param url What `connect` got: a scheme, then `:memory:` or a path.
 * @param file The file that the executor has opened; undefined where it is in memory.
 */
export function checkPlace(url: string, file: string | undefined): void {
  const [scheme = ''] = schemes.exec(url) ?? []
  const named = url.slice(scheme.length)
  const known = scheme === '' ? 'sqlite-wasm:' : scheme
  if (file === undefined) {
    if (named === ':memory:') return
    const message = 'the database is in memory, and the URL names another place'
    throw new VersaError('INVALID_CONFIGURATION', message, {
      hint:
        `write '${known}:memory:'; files are opened by the native engine ('sqlite:app.db'), and ` +
        'in a worker of a page by sqliteWasm({ load, file, vfs })'
    })
  }
  if (named === file || named === encodeURI(file)) return
  throw new VersaError('INVALID_CONFIGURATION', `the URL does not name the file ${file}`, {
    hint: `the executor has opened it: write '${known}${encodeURI(file)}'`
  })
}
