import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'

/** The system's lists of connections; the second has those of programs that know IPv6, too. */
const lists = ['/proc/net/tcp', '/proc/net/tcp6']

/**
 * Whether a connection comes from a program of this user, or of root. Only Linux tells; where it
 * cannot be known it is not so.
 */
export async function isOwnConnection(socket: Socket): Promise<boolean> {
  const { remotePort, localPort } = socket
  if (remotePort === undefined || localPort === undefined) return false
  const uid = await userOf(remotePort, localPort)
  return uid !== undefined && (uid === 0 || uid === process.getuid?.())
}

async function userOf(from: number, to: number): Promise<number | undefined> {
  for (const file of lists) {
    const text = await readFile(file, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', remote = '', , , , , uid] = line.trim().split(/\s+/)
      if (portIn(local) === from && portIn(remote) === to) return Number(uid)
    }
  }
  return undefined
}

/** The port of `0100007F:1F90`. */
function portIn(address: string): number {
  return Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16)
}
