import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConsoleRecorder } from '../../orm/src/recording/console-recorder'
import { plainCopy } from '../../orm/src/recording/plain-copy'
import { tagged, untagged } from '../../orm/src/recording/tagged-json'
import type { ConsoleLine } from '../src/protocol'
import { Outbox } from '../src/sandbox/runtime/outbox'

function capture(now: () => number = () => 0) {
  const lines: ConsoleLine[] = []
  return { lines, console: new ConsoleRecorder(line => lines.push(line), now) }
}

const dropped = (lines: readonly ConsoleLine[]): number =>
  lines.reduce((sum, line) => sum + (line.dropped ?? 0), 0)

describe('the console', () => {
  test('tells what was printed', () => {
    const { lines, console } = capture()
    console.print('warn', ['a', 1n, new Date(0), null])
    expect(lines).toEqual([{ level: 'warn', values: ['a', 1n, new Date(0), null], at: 0 }])
  })

  test('counts what it leaves out of a flood, and shows the last line', () => {
    const { lines, console } = capture()
    for (let line = 1; line <= 100_000; line += 1) console.print('log', [line])
    console.end()
    expect(lines.length).toBeLessThanOrEqual(1000)
    expect(lines.length + dropped(lines)).toBe(100_000)
    expect(lines.at(-1)?.values).toEqual([100_000])
  })

  test('shows a line of a flood from time to time', () => {
    let time = 0
    const { lines, console } = capture(() => time)
    for (let line = 1; line <= 50_000; line += 1) {
      time += 0.1
      console.print('log', [line])
    }
    console.end()
    expect(lines.length).toBeGreaterThan(905)
    expect(lines.length).toBeLessThanOrEqual(1001)
    expect(lines.length + dropped(lines)).toBe(50_000)
  })

  test('leaves out what comes after a megabyte', () => {
    const { lines, console } = capture()
    for (let line = 0; line < 100; line += 1) console.print('log', ['x'.repeat(50_000)])
    console.end()
    expect(lines.length).toBeLessThan(25)
    expect(lines.length + dropped(lines)).toBe(100)
  })
})

describe('values', () => {
  test('of any kind survive a structured clone', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), value => {
        structuredClone(plainCopy(value))
      })
    )
  })

  test('that hold themselves are cut', () => {
    const value: Record<string, unknown> = { name: 'a' }
    value['self'] = value
    value['list'] = [value]
    const shown = { name: 'a', self: '[Circular]', list: ['[Circular]'] }
    expect(plainCopy(value)).toEqual(shown)
  })

  test('that appear twice are no circle', () => {
    const part = { a: 1 }
    expect(plainCopy([part, part])).toEqual([{ a: 1 }, { a: 1 }])
  })

  test('that throw when they are read say so', () => {
    const value = {
      get bad() {
        throw new Error('no')
      },
      good: 1
    }
    expect(plainCopy(value)).toEqual({ bad: '[Threw: no]', good: 1 })
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    expect(plainCopy(revoked.proxy)).toMatch(/^\[Unreadable: /)
  })

  test('that cannot be cloned become text', () => {
    class User {}
    const value = [() => 1, Symbol('s'), User, function named() {}, Promise.resolve(), /x/g]
    expect(plainCopy(value)).toEqual([
      '[function (anonymous)]',
      'Symbol(s)',
      '[class User]',
      '[function named]',
      '[Promise: it was not awaited]',
      '/x/g'
    ])
  })

  test('with a toJSON are what it says, unless it is their own', () => {
    expect(plainCopy({ secret: 1, toJSON: () => ({ shown: 2 }) })).toEqual({ shown: 2 })
    const endless = { toJSON: (): object => ({ ...endless }) }
    structuredClone(plainCopy(endless))
  })

  test('that are very large or deep are cut', () => {
    let deep: unknown = 'bottom'
    for (let level = 0; level < 1000; level += 1) deep = { deep }
    expect(JSON.stringify(plainCopy(deep)).length).toBeLessThan(500)
    expect(String(plainCopy('x'.repeat(1_000_000))).length).toBeLessThan(101_000)
    const wide = Array.from({ length: 300_000 }, () => ({}))
    expect(plainCopy(wide)).toContain('[…]')
  })

  test('of a part of a buffer bring only that part', () => {
    const bytes = new Uint8Array(1000).subarray(10, 12)
    expect((plainCopy(bytes) as Uint8Array).buffer.byteLength).toBe(2)
  })
})

describe('tagged JSON', () => {
  test('brings everything that is copied', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      key: fc.constantFrom('a', '$', 'v')
    })
    fc.assert(
      fc.property(anything, value => {
        const plain = plainCopy(value)
        expect(untagged(JSON.parse(JSON.stringify(tagged(plain))))).toStrictEqual(plain)
      })
    )
  })
})

describe('the outbox', () => {
  test('sends in batches', () => {
    let time = 0
    const batches: number[] = []
    const outbox = new Outbox(
      events => batches.push(events.length),
      () => time
    )
    const event = { kind: 'done', durationMs: 0 } as const
    for (let count = 0; count < 1200; count += 1) outbox.add(event)
    expect(batches).toEqual([500, 500])
    time = 60
    outbox.add(event)
    expect(batches).toEqual([500, 500, 201])
    outbox.flush()
    expect(batches.length).toBe(3)
  })
})
