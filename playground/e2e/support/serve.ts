// Serves `dist` twice for the tests: at the root of an address, and below a path as a site would.
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type PreviewServer, preview } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the site mounts the playground, or something like it. */
export const subpath = '/docs/playground/'

export default async function serve(): Promise<() => Promise<void>> {
  if (!existsSync(`${root}/dist/index.html`)) {
    throw new Error('playground/dist is not there: build it first.')
  }
  const servers = [await serveAt('/'), await serveAt(subpath)]
  const [top, below] = servers.map(addressOf)
  process.env['PLAYGROUND_URL'] = `${top}/`
  process.env['PLAYGROUND_BELOW_URL'] = `${below}${subpath}`
  return async () => {
    await Promise.all(servers.map(server => server.close()))
  }
}

function serveAt(base: string): Promise<PreviewServer> {
  return preview({
    root,
    configFile: false,
    base,
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'warn'
  })
}

function addressOf(server: PreviewServer): string {
  return `http://127.0.0.1:${(server.httpServer.address() as AddressInfo).port}`
}
