// Builds the page and serves it, and its sources as `npm start` does.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer, preview } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default async function serve(): Promise<() => Promise<void>> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'versa-notes-'))
  const common = { root, logLevel: 'warn' } as const
  await build({ ...common, build: { outDir, emptyOutDir: true } })
  const built = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' }
  })
  const sources = await createServer({ ...common, server: { port: 0, host: '127.0.0.1' } })
  await sources.listen()
  process.env['NOTES_URL'] = addressOf(built.httpServer.address())
  process.env['NOTES_SOURCES_URL'] = addressOf(sources.httpServer?.address())
  return async () => {
    await Promise.all([built.close(), sources.close()])
    rmSync(outDir, { recursive: true })
  }
}

function addressOf(address: AddressInfo | string | null | undefined): string {
  if (typeof address !== 'object' || address === null) throw new Error('Vite does not listen')
  return `http://127.0.0.1:${address.port}/`
}
