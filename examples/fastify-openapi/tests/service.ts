import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect } from 'versa-orm'
import { appOn } from '../src/app.js'
import { models } from '../src/models.js'
import { Contract, type OpenApi } from './contract.js'

/** What came back: the status, the headers and the JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: AnswerBody
}

/** What tests read of a body; which of it there is depends on the address. */
interface AnswerBody {
  readonly id: string
  readonly items: readonly {
    readonly title: string
    readonly name: string
    readonly state: string
  }[]
  readonly next: string
  readonly state: string
  readonly booked: number
  readonly createdAt: string
  readonly code: string
  readonly detail: string
  readonly field?: string
}

export const talk = { title: 'Rust', kind: 'talk', startsAt: '2027-03-01T18:00:00Z', seats: 1 }

/** The service on a port and a file of its own, whose answers are all held against its document. */
export async function service() {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-fastify-'))
  const db = await connect(`sqlite:${folder}/events.db`)
  await db.schema.create(models)
  const app = await appOn(db)
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const document = await fetch(`${origin}/openapi.json`)
  const contract = new Contract((await document.json()) as OpenApi)

  async function ask(method: string, address: string, json?: unknown, type = 'application/json') {
    const body = json === undefined ? null : typeof json === 'string' ? json : JSON.stringify(json)
    const headers = body === null ? {} : { 'content-type': type }
    const response = await fetch(origin + address, { method, body, headers })
    const text = await response.text()
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text)
    }
    const answered = response.headers.get('content-type')
    contract.check(method, address, answer.status, answered, answer.body)
    return answer
  }

  /** Makes an event, and gives its address. */
  async function event(more: object = {}): Promise<string> {
    const { headers } = await ask('POST', '/events', { ...talk, ...more })
    return String(headers.get('location'))
  }

  async function close() {
    await app.close()
    await db.close()
    rmSync(folder, { recursive: true })
  }
  return { ask, event, close, contract, origin }
}
