// Runs inside the process of a block: records what its assertions meet.
import { inspect, isDeepStrictEqual } from 'node:util'
import { VersaError } from 'versa-orm'

/** What an assertion met. */
export interface Met {
  readonly number: number
  /** Undefined where it holds. */
  readonly failure?: string
}

/** What a block's process says when it is done. */
export interface Report {
  readonly met: readonly Met[]
  /** The stack of what the block threw and did not catch. */
  readonly thrown?: string
}

const met: Met[] = []

/** Compares a value with what the page says, and hands it on. */
export function $value<T>(number: number, actual: T, expected: () => unknown): T {
  const wanted = expected()
  if (actual instanceof Promise) {
    met.push({ number, failure: 'the value is a promise: await it' })
  } else if (isDeepStrictEqual(plain(actual), plain(wanted))) {
    met.push({ number })
  } else {
    met.push({ number, failure: `expected ${shown(wanted)}\n  actual ${shown(actual)}` })
  }
  return actual
}

/** Checks that a statement throws a VersaError with a code. */
export async function $throws(
  number: number,
  code: string,
  statement: () => Promise<void>
): Promise<void> {
  try {
    await statement()
  } catch (error) {
    const actual = error instanceof VersaError ? error.code : String(error)
    const failure = `expected the error ${code}\n  actual ${actual}`
    met.push(actual === code ? { number } : { number, failure })
    return
  }
  met.push({ number, failure: `expected the error ${code}\n  actual no error` })
}

/** Runs a block, closes what its prelude opened, and reports to the process that waits. */
export async function $run(block: () => Promise<unknown>, close: () => Promise<void>) {
  let thrown: string | undefined
  try {
    await block()
  } catch (error) {
    thrown = error instanceof Error ? (error.stack ?? error.message) : inspect(error)
  }
  await close()
  const report: Report = thrown === undefined ? { met } : { met, thrown }
  process.send?.(report)
}

/** Objects without their classes: a page writes a model as the literal of its values. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const tag = Object.prototype.toString.call(value)
  if (tag !== '[object Object]' || value instanceof Error) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}

function shown(value: unknown): string {
  return inspect(plain(value), { depth: 8, breakLength: 96, sorted: false })
}
