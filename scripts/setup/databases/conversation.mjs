import { connect } from 'node:net'

/**
 * Talks with a server until the answer is known: the first packets of a protocol need no driver.
 *
 * @template T
 * @param {URL} url
 * @param {number} defaultPort
 * @param {(reply: (packet: Buffer) => void) => {
 *   open?: () => void,
 *   data: (received: Buffer) => T | undefined
 * }} protocol `data` is given what was received so far since it last called `reply`, and
 *   returns the answer once it is known.
 * @returns {Promise<T | undefined>} Undefined where nobody answers or the server hangs up.
 */
export function converse(url, defaultPort, protocol) {
  return new Promise(resolve => {
    const socket = connect(Number(url.port || defaultPort), url.hostname || '127.0.0.1')
    let received = Buffer.alloc(0)
    /** @param {T | undefined} answer */
    const end = answer => {
      socket.destroy()
      resolve(answer)
    }
    const { open, data } = protocol(packet => {
      received = Buffer.alloc(0)
      socket.write(packet)
    })
    socket.setTimeout(5_000, () => end(undefined))
    socket.on('connect', () => open?.())
    socket.on('data', chunk => {
      received = Buffer.concat([received, chunk])
      const answer = data(received)
      if (answer !== undefined) end(answer)
    })
    socket.on('error', () => end(undefined))
    socket.on('end', () => end(undefined))
  })
}
