// Serves `dist` for the tests, as any static host would.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveFolder } from '../../serve.mjs'

export const dist = fileURLToPath(new URL('../../dist', import.meta.url))

export default async function serve(): Promise<() => Promise<void>> {
  if (!existsSync(`${dist}/sw.js`)) {
    throw new Error('site/dist is not there: node scripts/build-site.mjs')
  }
  const server = await serveFolder(dist)
  process.env['SITE_URL'] = server.url
  return server.close
}
