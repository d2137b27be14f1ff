import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, type LogEntry } from 'versa-orm'
import { appOn } from '../src/app.js'
import { models } from '../src/models.js'

/** What came back: the status, the headers and the JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: AnswerBody
}

/** What tests read of a body; which of it there is depends on the address. */
interface AnswerBody {
  readonly items: readonly { readonly title: string }[]
  readonly next: string | null
  readonly error: { readonly code: string; readonly message: string; readonly field?: string }
}

/** The service on a port and a file of its own. */
export async function service() {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-express-'))
  const statements: LogEntry[] = []
  const db = await connect(`sqlite:${folder}/library.db`, { log: entry => statements.push(entry) })
  await db.schema.create(models)
  const server = await new Promise<Server>(resolve => {
    const listening = appOn(db).listen(0, '127.0.0.1', () => resolve(listening))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function ask(method: string, address: string, json?: unknown, headers = {}) {
    const body = json === undefined ? null : typeof json === 'string' ? json : JSON.stringify(json)
    const type = { 'content-type': 'application/json' }
    const response = await fetch(origin + address, {
      method,
      body,
      headers: { ...type, ...headers }
    })
    const text = await response.text()
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text)
    }
    return answer
  }

  async function close() {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
    await db.close()
    rmSync(folder, { recursive: true })
  }
  return { ask, close, statements }
}
