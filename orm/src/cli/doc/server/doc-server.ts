import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { PackagedDocs } from '../docs/packaged-docs.js'
import { refuse } from './answer.js'
import { sendDocsFile } from './docs-files.js'
import { refuseForeign } from './guard.js'

/** Answers what is below `/project/`. */
export type ProjectRoutes = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL
) => Promise<void>

/** The server of the documentation, and of the project in it. */
export function docServer(docs: PackagedDocs, project: ProjectRoutes): Server {
  const server = createServer((request, response) => {
    answer(request, response).catch(error => failed(request, response, error))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuseForeign(request, portOf(server)) ?? refuseTarget(request)
    if (refusal !== undefined) return refuse(request, response, refusal)
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (/^\/project(?:\/|$)/.test(url.pathname)) return project(request, response, url)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const text = 'The documentation is only read.'
      return refuse(request, response, { status: 405, title: 'Not this way', text })
    }
    await sendDocsFile(docs, request, response, decoded(url.pathname))
  }
  return server
}

/** The port on which a server listens. */
export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A target that is no path: of a proxy, or hand-made. */
function refuseTarget({ url }: IncomingMessage) {
  if (url?.startsWith('/') && !url.startsWith('//')) return undefined
  return { status: 400, title: 'No path', text: 'Ask for a path of this server.' }
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}

function failed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  if (response.headersSent) response.destroy()
  else refuse(request, response, { status: 500, title: 'The server failed', text })
}
