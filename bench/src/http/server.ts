// A service of the shop on one contender: `server.ts CONTENDER TARGET`, where the target is JSON.
// The same code for all of them; it tells its port to the process that forked it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { noteOf } from '../data/shop.js'
import type { Session, Target } from '../peer.js'
import { allPeers } from '../peers/index.js'

const [name, target] = process.argv.slice(2)
const peer = (await allPeers()).find(other => other.name === name)
if (peer === undefined || target === undefined) throw new Error(`no contender ${name}`)
const session = await peer.open(JSON.parse(target) as Target)
let notes = 0

/** What the service needs; a contender without a way for one of them has none. */
const needed = ['customer', 'customerPage', 'withOrders', 'revenueByCountry', 'insertNote'] as const

const server = createServer((request, response) => {
  void respond(request, response)
})
if (needed.some(method => session[method] === undefined)) {
  process.send?.({ port: 0 })
} else {
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port })
  })
}

process.on('disconnect', () => {
  server.closeAllConnections()
  server.close()
  void Promise.resolve(session.close()).finally(() => process.exit())
})

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const result = (await answer(session, request)) ?? null
    const body = request.url === '/report' ? reportJson(result) : JSON.stringify(result)
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
}

/** Some libraries count in bigints. */
function reportJson(result: unknown): string {
  return JSON.stringify(result, (_, part) => (typeof part === 'bigint' ? Number(part) : part))
}

async function answer(session: Session, { method, url = '' }: IncomingMessage): Promise<unknown> {
  if (method === 'POST') {
    const number = notes++
    await session.insertNote?.(noteOf(`http-${process.pid}-${number}`, number))
    return { written: true }
  }
  if (url.startsWith('/customers/with-orders?from=')) {
    return session.withOrders?.(Number(url.slice(28)), 5)
  }
  if (url.startsWith('/customers/')) return session.customer?.(Number(url.slice(11)))
  if (url === '/report') return session.revenueByCountry?.()
  const query = new URLSearchParams(url.slice(url.indexOf('?')))
  return session.customerPage?.(query.get('country') ?? '', Number(query.get('offset')))
}
