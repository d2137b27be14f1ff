import { describe, expect, test } from 'vitest'
import type { RunEvent, StatementRecord } from '../src/protocol'
import { idleRun, reduceRun, startedRun } from '../src/run/run-state'

function statement(number: number, plan: StatementRecord['plan'] = null): RunEvent {
  return {
    kind: 'statement',
    statement: {
      number,
      sql: `select ${number}`,
      parameters: [],
      durationMs: 1,
      rows: 1,
      affected: 0,
      access: 'read',
      reads: [],
      writes: [],
      ast: null,
      dialects: {},
      plan
    }
  }
}

describe('a run', () => {
  test('collects what happens until it is done', () => {
    const line = { level: 'log', values: [1], at: 0 } as const
    const result = { title: 'default', value: 1 }
    const midway = reduceRun(startedRun, [statement(1), { kind: 'console', line }])
    expect(midway.running).toBe(true)
    expect(midway.console).toEqual([line])
    const end = reduceRun(midway, [
      { kind: 'result', result },
      { kind: 'done', durationMs: 12 }
    ])
    expect(end.running).toBe(false)
    expect(end.durationMs).toBe(12)
    expect(end.statements.length).toBe(1)
    expect(end.results).toEqual([result])
  })

  test('puts a statement that comes again in its place', () => {
    const first = reduceRun(startedRun, [statement(1), statement(2)])
    const again = reduceRun(first, [statement(1, { steps: [] })])
    expect(again.statements.map(one => one.number)).toEqual([1, 2])
    expect(again.statements[0]?.plan).toEqual({ steps: [] })
  })

  test('keeps the lists that nothing is added to', () => {
    const state = reduceRun(startedRun, [statement(1)])
    const next = reduceRun(state, [{ kind: 'done', durationMs: 1 }])
    expect(next.statements).toBe(state.statements)
    expect(next.console).toBe(idleRun.console)
  })

  test('keeps why it failed', () => {
    const error = { name: 'Error', message: 'no' }
    const state = reduceRun(startedRun, [{ kind: 'failed', error }])
    expect(state.error).toBe(error)
    expect(state.running).toBe(true)
  })
})
