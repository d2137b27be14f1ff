// Serves a folder as any static host would: a folder's index.html, 404.html for what is not there.
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.xml': 'application/xml',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8'
}

/**
 * @param {string} folder What to serve.
 * @param {{ base?: string, port?: number }} [options] The path below which, and where.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function serveFolder(folder, { base = '/', port = 0 } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const found = fileFor(folder, base, decodeURIComponent(pathname))
    if (found === undefined) return send(response, 404, path.join(folder, '404.html'))
    if (found.moved) {
      response.writeHead(301, { location: `${pathname}/` }).end()
    } else {
      send(response, 200, found.file)
    }
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const at = typeof address === 'object' && address !== null ? address.port : port
      const close = () =>
        /** @type {Promise<void>} */ (
          new Promise(done => {
            server.closeAllConnections()
            server.close(() => done())
          })
        )
      resolve({ url: `http://127.0.0.1:${at}${base}`, close })
    })
  })
}

/**
 * @param {string} folder
 * @param {string} base
 * @param {string} pathname
 * @returns {{ file: string, moved: boolean } | undefined}
 */
function fileFor(folder, base, pathname) {
  if (!pathname.startsWith(base)) return undefined
  const file = path.join(folder, pathname.slice(base.length))
  if (file !== folder && !file.startsWith(`${folder}${path.sep}`)) return undefined
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats?.isFile()) return { file, moved: false }
  const index = path.join(file, 'index.html')
  if (statSync(index, { throwIfNoEntry: false }) === undefined) return undefined
  return { file: index, moved: !pathname.endsWith('/') }
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} file
 */
function send(response, status, file) {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    response.writeHead(404).end()
    return
  }
  const type = types[/** @type {keyof types} */ (path.extname(file))] ?? 'application/octet-stream'
  response.writeHead(status, { 'content-type': type })
  createReadStream(file).pipe(response)
}
