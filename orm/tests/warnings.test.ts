import { connect } from 'versa-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'

interface Emitted extends Error {
  readonly code?: string
  readonly detail?: string
}

// Warnings say nothing of a database: one shows it for all.

let emitted: Emitted[] = []
const listen = (warning: Emitted) => void emitted.push(warning)

beforeEach(() => {
  emitted = []
  process.on('warning', listen)
})
afterEach(() => {
  process.off('warning', listen)
})

/** Warnings of the process come a turn later. */
const turn = () => new Promise(resolve => setImmediate(resolve))

test('where nobody asked for warnings, the process is told', async () => {
  await using db = await connect('sqlite::memory:')
  const mine = new RangeError('mine')
  await db.transaction(async tx => {
    tx.afterCommit(() => Promise.reject(mine))
    tx.afterCommit(() => {
      throw 'only a text'
    })
  })
  await turn()
  expect(emitted.map(({ name, code }) => [name, code])).toEqual([
    ['VersaWarning', 'HOOK_FAILED'],
    ['VersaWarning', 'HOOK_FAILED']
  ])
  expect(emitted[0]?.detail).toContain('RangeError: mine')
  expect(emitted[1]?.detail).toContain('only a text')
})

test('a listener of warnings that throws makes nothing else fail', async () => {
  for (const thrown of [new TypeError('of the listener'), 'a text of the listener']) {
    emitted = []
    await using db = await connect('sqlite::memory:', {
      warn: () => {
        throw thrown
      }
    })
    const result = await db.transaction(async tx => {
      tx.afterCommit(() => Promise.reject(new Error('of the hook')))
      return 5
    })
    expect(result).toBe(5)
    await turn()
    expect(emitted).toHaveLength(1)
    expect(emitted[0]?.message).toContain('of the listener')
  }
})
