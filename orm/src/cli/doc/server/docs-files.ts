import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DocsFile } from '../docs/manifest.js'
import type { PackagedDocs } from '../docs/packaged-docs.js'
import { refuse, send } from './answer.js'
import type { Refusal } from './guard.js'

/**
 * In the place of the workers that keep the site and the playground for times without a network:
 * kept pages would answer at this port when something else is served there.
 */
const leavingWorker = `addEventListener('install', () => skipWaiting())
addEventListener('activate', event => event.waitUntil(registration.unregister()))
`

/** The reference of the crates is a part of the site, but too large for a package. */
const withoutCrates: Refusal = {
  status: 404,
  title: 'The reference of the engine’s crates is not in the package',
  text: 'In a clone of the repository, npm run docs serves the documentation with it.'
}

/** What a page may do that has no policy of its own in the list: nothing. */
const strictest = "default-src 'none'; frame-ancestors 'none'"

/**
 * Answers with a file of the documentation. Only what the list of files names is there, so that no
 * path leads anywhere else.
 */
export async function sendDocsFile(
  docs: PackagedDocs,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string
): Promise<void> {
  if (pathname === '/sw.js' || pathname === '/playground/sw.js') {
    const type = 'text/javascript; charset=utf-8'
    return send(request, response, { type, content: leavingWorker })
  }
  const { files } = docs.manifest
  const found = fileOf(files, pathname)
  if (typeof found === 'string') {
    const headers = { location: found }
    send(request, response, { status: 302, type: 'text/plain', content: '', headers })
    return
  }
  if (found !== undefined) return sendFile(docs, request, response, { file: found, pathname })
  if (pathname.startsWith('/rust/')) return refuse(request, response, withoutCrates)
  const missing = files['/404.html']
  if (missing !== undefined) {
    return sendFile(docs, request, response, { file: missing, pathname, status: 404 })
  }
  const title = 'There is no such page'
  const text = 'The documentation begins at the address without a path.'
  refuse(request, response, { status: 404, title, text })
}

/** The file of a path; a text is the path that it is at. */
function fileOf(
  files: Readonly<Record<string, DocsFile>>,
  pathname: string
): DocsFile | string | undefined {
  const own = (name: string) => (Object.hasOwn(files, name) ? files[name] : undefined)
  if (pathname.endsWith('/')) return own(`${pathname}index.html`)
  const index = own(`${pathname}/index.html`) && `${pathname}/`
  return own(pathname) ?? own(`${pathname}.html`) ?? index
}

interface Found {
  readonly file: DocsFile
  readonly pathname: string
  readonly status?: number
}

/** The way from the documentation to the project, beside what the page draws itself. */
const projectLink =
  '<a href="/project/" style="position:fixed;left:12px;bottom:12px;z-index:200;padding:6px 12px;' +
  'border-radius:6px;background:#0b6b62;color:#fff;font:14px system-ui,sans-serif;' +
  'text-decoration:none">Your project</a>'

function withProjectLink(html: string): string {
  const end = html.lastIndexOf('</body>')
  return end === -1 ? html : `${html.slice(0, end)}${projectLink}${html.slice(end)}`
}

async function sendFile(
  docs: PackagedDocs,
  request: IncomingMessage,
  response: ServerResponse,
  { file, pathname, status = 200 }: Found
): Promise<void> {
  const etag = `"${file.hash}"`
  const page = file.type.startsWith('text/html')
  const ofSite = page && !pathname.startsWith('/playground/')
  const policy = docs.manifest.policies[file.policy ?? -1] ?? strictest
  const headers = {
    etag,
    // Another version of the package may answer at the same address tomorrow.
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    ...(page ? { 'content-security-policy': policy } : {})
  }
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  const accepts = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const { content: own, brotli } = await docs.read(file, accepts && !ofSite)
  const content = ofSite ? withProjectLink(own.toString('utf8')) : own
  const encoding = brotli ? { 'content-encoding': 'br' } : {}
  send(request, response, {
    status,
    type: file.type,
    content,
    headers: { ...headers, ...encoding }
  })
}
