import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { connect } from 'versa-orm'
import { appOn } from '../src/app.js'
import { models } from '../src/models.js'
import { count } from '../src/statements.js'

/** The pages on a port and a file of their own. */
export async function pages() {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-hono-'))
  const db = await connect(`sqlite:${folder}/recipes.db`, { log: count })
  await db.schema.create(models)
  const server = serve({ port: 0, hostname: '127.0.0.1', fetch: appOn(db).fetch })
  if (!server.listening) await new Promise(resolve => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function get(address: string) {
    const response = await fetch(origin + address)
    return { response, status: response.status, text: await response.text() }
  }

  /** Sends a form, as a page of the `from` origin would. */
  async function post(address: string, fields: Record<string, string>, from = origin) {
    const response = await fetch(origin + address, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: from },
      redirect: 'manual'
    })
    const location = response.headers.get('location')
    return { status: response.status, location, text: await response.text() }
  }

  async function close() {
    await new Promise(resolve => {
      server.close(resolve)
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
    await db.close()
    rmSync(folder, { recursive: true })
  }
  return { get, post, close }
}
