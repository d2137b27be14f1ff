import { writeSync } from 'node:fs'
import { withoutSecrets } from '../shown-url.js'

/** The channel to the server, beside the standard streams. */
const channel = 3

const asleep = new Int32Array(new SharedArrayBuffer(4))

const secrets = new Set<string>()

/** From now on no message holds this URL of a database, nor its password. */
export function keepSecret(url: string | undefined): void {
  if (url !== undefined && url.length > 8) secrets.add(url)
}

/**
 * Sends a message to the server, and returns when it is on its way: the process may end or hang in
 * the next line. A reader that is slow slows the sender down.
 */
export function tell(message: unknown): void {
  const bytes = Buffer.from(`${withoutSecrets(JSON.stringify(message), secrets)}\n`)
  let sent = 0
  while (sent < bytes.length) {
    try {
      sent += writeSync(channel, bytes, sent)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      Atomics.wait(asleep, 0, 0, 2)
    }
  }
}
