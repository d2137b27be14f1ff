import { describe, expect, test } from 'vitest'
import {
  addFile,
  addProblem,
  changeText,
  nameProblem,
  openFile,
  removeFile,
  renameFile,
  type Workspace
} from '../src/workspace/workspace'

const start: Workspace = {
  files: [
    { name: 'models.ts', text: 'a' },
    { name: 'query.ts', text: 'b' }
  ],
  active: 'query.ts',
  database: 'empty'
}

describe('a workspace', () => {
  test('gets files, and opens them', () => {
    const more = addFile(start, 'extra.ts', 'c')
    expect(more.active).toBe('extra.ts')
    expect(more.files.map(file => file.name)).toEqual(['models.ts', 'query.ts', 'extra.ts'])
    expect(start.files.length).toBe(2)
  })

  test('loses files, and opens a neighbour of the one in front', () => {
    expect(removeFile(addFile(start, 'extra.ts'), 'extra.ts').active).toBe('query.ts')
    expect(removeFile(start, 'models.ts')).toEqual({
      ...start,
      files: [{ name: 'query.ts', text: 'b' }]
    })
  })

  test('renames files where they are', () => {
    const renamed = renameFile(openFile(start, 'models.ts'), 'models.ts', 'tables.ts')
    expect(renamed.active).toBe('tables.ts')
    expect(renamed.files[0]).toEqual({ name: 'tables.ts', text: 'a' })
  })

  test('changes the text of one file', () => {
    const changed = changeText(start, 'query.ts', 'c')
    expect(changed.files[1]?.text).toBe('c')
    expect(changed.files[0]).toBe(start.files[0])
  })

  test('opens only what is there', () => {
    expect(openFile(start, 'none.ts')).toBe(start)
  })

  test.each([
    '',
    'a',
    'a.js',
    '../a.ts',
    'a/b.ts',
    '.ts',
    'a b.ts',
    'a.d.ts',
    `${'a'.repeat(50)}.ts`
  ])('has no file called "%s"', name => {
    expect(nameProblem(start, name)).not.toBeNull()
  })

  test('has no two names that differ in case only', () => {
    expect(nameProblem(start, 'Models.ts')).toMatch(/already/)
    expect(nameProblem(start, 'models2.ts')).toBeNull()
  })

  test('has so many files and no more', () => {
    let full = start
    for (let count = 2; count < 20; count += 1) full = addFile(full, `f${count}.ts`)
    expect(addProblem(start)).toBeNull()
    expect(addProblem(full)).not.toBeNull()
  })
})
