// Serves `dist` twice for the tests: at the root of an address, and below a path as a site would.
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const dist = path.join(root, 'dist')

/** Where the site mounts the playground, or something like it. */
const subpath = '/docs/playground/'

export default async function serve(): Promise<() => Promise<void>> {
  if (!existsSync(`${dist}/index.html`)) {
    throw new Error('playground/dist is not there: build it first.')
  }
  const [top, below] = await Promise.all([serveAt('/'), serveAt(subpath)])
  process.env['PLAYGROUND_URL'] = top.address
  process.env['PLAYGROUND_BELOW_URL'] = below.address
  return async () => {
    await Promise.all([top.close(), below.close()])
  }
}

export interface Served {
  readonly address: string
  close(): Promise<void>
}

/** Serves a folder below a path. */
export async function serveAt(base: string, outDir = dist): Promise<Served> {
  const server = await preview({
    root,
    configFile: false,
    base,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'warn'
  })
  const { port } = server.httpServer.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}${base}`, close: () => server.close() }
}
