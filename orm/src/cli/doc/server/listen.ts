import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Complaint } from '../../complaint.js'

/** Only this machine: what is served here is nobody else's. */
const address = '127.0.0.1'

/**
 * Makes a server listen.
 *
 * @returns The port: the one that was asked for, or one that was free.
 * @throws {Complaint} Where the port is taken, or not for this user.
 */
export async function listen(server: Server, port: number | undefined): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port: port ?? 0, host: address, exclusive: true }, () => resolve())
    })
  } catch (error) {
    throw complaint(error, port)
  }
  return (server.address() as AddressInfo).port
}

function complaint(error: unknown, port: number | undefined): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const without = 'Leave --port out, and a free one is taken.'
  if (code === 'EADDRINUSE') {
    return new Complaint(`Port ${port} of ${address} is taken by another program.`, without)
  }
  if (code === 'EACCES') {
    return new Complaint(`You may not listen on port ${port} of ${address}.`, without)
  }
  return error
}
