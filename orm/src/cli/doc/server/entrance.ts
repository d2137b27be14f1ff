import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isOwnConnection } from './peer-user.js'

const codeBytes = 24

/** How long the code opens, in milliseconds. */
const openForMs = 60_000

/**
 * The way in for the browser that is opened here. Its address is an argument of programs, which
 * everyone on the machine can read; so the code in it opens once, soon, and only to this user.
 */
export class Entrance {
  readonly code = randomBytes(codeBytes).toString('base64url')
  #closesAt = performance.now() + openForMs

  /** Whether a request with a code may come in. The code is used up by it. */
  async admits(request: IncomingMessage, code: string): Promise<boolean> {
    const given = Buffer.from(code)
    const own = Buffer.from(this.code)
    const right = given.length === own.length && timingSafeEqual(given, own)
    if (!right || performance.now() > this.#closesAt) return false
    // Somebody else's attempt does not keep the user out.
    if (!(await isOwnConnection(request.socket))) return false
    this.#closesAt = 0
    return true
  }
}
