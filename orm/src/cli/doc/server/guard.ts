import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number
  readonly title: string
  /** What to do, in whole sentences. */
  readonly text: string
}

/** Names by which a browser on this machine reaches the server; anything else was forged. */
const ownNames = ['127.0.0.1', 'localhost']

/**
 * Whether a request was meant for this server and comes from one of its pages. A name of another
 * host that leads here (DNS rebinding) is in `Host`, a page of another origin in `Origin`.
 */
export function refuseForeign(request: IncomingMessage, port: number): Refusal | undefined {
  const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers
  const hosts = ownNames.map(name => `${name}:${port}`)
  if (host === undefined || !hosts.includes(host)) {
    return {
      status: 421,
      title: 'This address is not of this server',
      text: `The documentation is at http://127.0.0.1:${port}/ and answers to no other name.`
    }
  }
  const foreign =
    (origin !== undefined && !hosts.includes(origin.replace(/^http:\/\//, ''))) ||
    // A page of another origin may lead here, but not load anything from here.
    (site === 'cross-site' && mode !== 'navigate')
  if (!foreign) return undefined
  return {
    status: 403,
    title: 'This request comes from another site',
    text: 'Only pages of this server may ask it for something.'
  }
}

/** Where a request says its token: a header; or the address, of a page that is opened by it. */
const tokenHeader = 'x-versa-token'

/** What the address has to hold for what is of the project. */
export class Token {
  readonly #text: string
  readonly #digest: Buffer

  constructor(text: string) {
    this.#text = text
    this.#digest = digest(text)
  }

  /** It, to be put into an address. */
  get text(): string {
    return this.#text
  }

  /**
   * Whether a request has it. A cookie would be sent to every server on this machine, whatever its
   * port, so pages keep the token in their own storage and send it in a header.
   */
  isIn(request: IncomingMessage, query: URLSearchParams): boolean {
    const header = request.headers[tokenHeader]
    const given = typeof header === 'string' ? header : query.get('token')
    // Of hashes, so that neither the time nor the length says anything.
    return given !== null && timingSafeEqual(digest(given), this.#digest)
  }

  /** What the cookie holds by which pages, that hold no secret, are opened without the address. */
  get pageCookie(): string {
    return createHash('sha256').update(`page of ${this.#text}`).digest('base64url')
  }

  /** Whether a request has the cookie of pages. */
  hasPageCookie(request: IncomingMessage, port: number): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/)
    const begin = `${cookieName(port)}=`
    const found = cookies.find(cookie => cookie.startsWith(begin))?.slice(begin.length)
    return found !== undefined && timingSafeEqual(digest(found), digest(this.pageCookie))
  }
}

/** Cookies are of a host and all its ports, so the port is in the name. */
export function cookieName(port: number): string {
  return `versa-doc-${port}`
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
