import { AsyncResource } from 'node:async_hooks'

/** The context of this module, in which nothing happens. */
const nowhere = new AsyncResource('nowhere')

/** Runs something as a server runs a request that has just come: in a context of its own. */
export function inNewContext<T>(work: () => T): T {
  const request = nowhere.runInAsyncScope(() => new AsyncResource('request'))
  return request.runInAsyncScope(work)
}
