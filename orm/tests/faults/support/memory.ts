import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Memory in bytes, after everything that can go has gone. */
export interface Memory {
  readonly rss: number
  readonly heapUsed: number
}

/** Collects garbage, finalizers included, and measures what is left. */
export async function collectGarbage(): Promise<Memory> {
  for (let pass = 0; pass < 3; pass += 1) {
    collect()
    await turn()
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}
