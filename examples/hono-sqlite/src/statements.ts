import { AsyncLocalStorage } from 'node:async_hooks'
import type { MiddlewareHandler } from 'hono'
import type { LogEntry } from 'versa-orm'

/** The statements of each request, by themselves: requests run side by side. */
const statements = new AsyncLocalStorage<LogEntry[]>()

/** For `connect(url, { log })`. */
export function count(entry: LogEntry): void {
  statements.getStore()?.push(entry)
}

/** Says in the header `server-timing` how many statements an answer took. */
export const counted: MiddlewareHandler = (context, next) =>
  statements.run([], async () => {
    await next()
    const own = statements.getStore() ?? []
    context.header('server-timing', `db;desc="${own.length} statements"`)
  })
