import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from './guard.js'
import { escapeHtml, plainPage, plainPolicy } from './plain-page.js'

/** What every answer says, whatever it is. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'SAMEORIGIN'
}

/** An answer whose content is known. */
export interface Answer {
  readonly status?: number
  readonly type: string
  readonly content: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends an answer; of a HEAD request, its headers. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status = 200, type, content, headers = {} } = answer
  response.writeHead(status, {
    ...always,
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    'cache-control': 'no-store',
    ...headers
  })
  response.end(request.method === 'HEAD' ? undefined : content)
}

/** Begins an answer whose content comes bit by bit. */
export function begin(response: ServerResponse, type: string): void {
  response.writeHead(200, { ...always, 'content-type': type, 'cache-control': 'no-store' })
  response.flushHeaders()
}

/** Sends JSON. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  value: unknown,
  status = 200
): void {
  const type = 'application/json; charset=utf-8'
  send(request, response, { status, type, content: JSON.stringify(value) })
}

/** Says why there is no answer: a page to browsers that show one, else a line. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, title, text }: Refusal
): void {
  if (!(request.headers.accept ?? '').includes('text/html')) {
    const content = `${title}. ${text}\n`
    send(request, response, { status, type: 'text/plain; charset=utf-8', content })
    return
  }
  send(request, response, {
    status,
    type: 'text/html; charset=utf-8',
    content: plainPage(title, escapeHtml(text)),
    headers: { 'content-security-policy': plainPolicy }
  })
}
