import { describe, expect, test } from 'vitest'
import { placed, readMaps } from '../src/run/places'
import { errorRecord } from '../src/sandbox/runtime/errors'

const url = 'blob:null/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'
const files = new Map([[url, 'query.ts']])

function thrown(message: string, stack: string): Error {
  const error = new Error(message)
  error.stack = stack
  return error
}

describe('errors', () => {
  test('have the place in the user’s files', () => {
    const stack = `Error: no\n    at find (blob:null/other:1:200)\n    at ${url}:7:11`
    expect(errorRecord(thrown('no', stack), files)).toEqual({
      name: 'Error',
      message: 'no',
      place: { file: 'query.ts', line: 7, column: 11 },
      stack: 'at query.ts:7:11'
    })
  })

  test('of the ORM have their code, hint and SQL', () => {
    const error = Object.assign(thrown('no', ''), { code: 'NOT_FOUND', hint: 'h', sql: 's' })
    expect(errorRecord(error, files)).toEqual({
      name: 'Error',
      message: 'no',
      code: 'NOT_FOUND',
      hint: 'h',
      sql: 's'
    })
  })

  test('name files, not addresses', () => {
    const message = `The requested module '${url}' does not provide an export named 'X'`
    const { message: shown } = errorRecord(new SyntaxError(message), files)
    expect(shown).toBe("The requested module './query.ts' does not provide an export named 'X'")
  })

  test.each([undefined, null, 'text', 7, { a: 1 }])('may be no errors: %s', value => {
    expect(errorRecord(value, files).name).toBe('Thrown')
  })

  test('of replaced globals say why', () => {
    const message = "Cannot assign to read only property 'Promise' of object '#<WorkerGlobalScope>'"
    expect(errorRecord(new TypeError(message), files).hint).toMatch(/keeps Promise as it is/)
  })

  test('get the places of the TypeScript', () => {
    // The second line of the JavaScript is the fourth of the TypeScript.
    const map = JSON.stringify({
      version: 3,
      sources: ['query.ts'],
      names: [],
      mappings: 'AAAA;AAGA'
    })
    const maps = readMaps([{ name: 'query.ts', map, insertions: [] }])
    const place = { file: 'query.ts', line: 2, column: 1 }
    const error = { name: 'E', message: 'm', place, stack: 'at query.ts:2:1' }
    expect(placed({ kind: 'failed', error }, maps)).toEqual({
      kind: 'failed',
      error: { ...error, place: { ...place, line: 4 }, stack: 'at query.ts:4:1' }
    })
  })
})
