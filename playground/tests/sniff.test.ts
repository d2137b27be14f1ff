import { describe, expect, test } from 'vitest'
import { ImportError, type ImportFile, importMax, readImport } from '../src/databases/sniff'

const header = new TextEncoder().encode('SQLite format 3\0')

function file(name: string, content: Uint8Array | string, size?: number): ImportFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    size: size ?? bytes.byteLength,
    arrayBuffer: async () => bytes.slice().buffer as ArrayBuffer
  }
}

async function refusal(given: ImportFile): Promise<string> {
  const error = await readImport(given).catch(caught => caught)
  expect(error).toBeInstanceOf(ImportError)
  return error.message
}

describe('imported files', () => {
  test('are known by their first bytes, not by their name', async () => {
    const bytes = new Uint8Array(4096)
    bytes.set(header)
    for (const name of ['a.sqlite', 'a.db', 'a.txt', 'a.sql', 'a']) {
      expect(await readImport(file(name, bytes))).toEqual({ kind: 'sqlite', bytes })
    }
  })

  test('may be SQL', async () => {
    const script = 'create table "ü" (id integer);\n'
    expect(await readImport(file('dump.SQL', script))).toEqual({ kind: 'sql', script })
  })

  test('that are no database are refused', async () => {
    expect(await refusal(file('a.db', 'hello'))).toMatch(/a\.db is no database/)
    expect(await refusal(file('a.png', new Uint8Array(200)))).toMatch(/no database/)
    expect(await refusal(file('a.sql', new Uint8Array([0xff, 0xfe, 0])))).toMatch(/no text/)
    expect(await refusal(file('a.sql', 'a\0b'))).toMatch(/no text/)
  })

  test('that are empty or cut are refused', async () => {
    expect(await refusal(file('a.db', ''))).toMatch(/empty/)
    expect(await refusal(file('a.db', header))).toMatch(/a part of an SQLite file/)
  })

  test('that are too large are refused unread', async () => {
    const large: ImportFile = {
      name: 'a.db',
      size: 200 * 1024 * 1024,
      arrayBuffer: () => Promise.reject(new Error('It was read'))
    }
    expect(await refusal(large)).toBe('a.db is too large: 200 MB, and 50 MB is the most.')
    expect(importMax).toBe(52_428_800)
  })

  test('that cannot be read are refused', async () => {
    const folder: ImportFile = {
      name: 'folder',
      size: 4096,
      arrayBuffer: () => Promise.reject(new DOMException('no', 'NotReadableError'))
    }
    expect(await refusal(folder)).toMatch(/cannot be read/)
  })
})
