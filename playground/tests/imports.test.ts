import { describe, expect, test } from 'vitest'
import { type EmittedFile, LinkageError, linkModules } from '../src/sandbox/imports'
import { placeModules } from '../src/sandbox/runtime/modules'

const file = (name: string, code: string): EmittedFile => ({ name, code })

async function refusal(...files: EmittedFile[]): Promise<LinkageError> {
  const error = await linkModules(files).catch(caught => caught)
  expect(error).toBeInstanceOf(LinkageError)
  return error
}

describe('modules', () => {
  test('come after those that they import', async () => {
    const modules = await linkModules([
      file('query.ts', "import { User } from './models'\nimport './seed.ts'"),
      file('seed.ts', "export * from './models.js'"),
      file('models.ts', 'import { Model } from "versa-orm"')
    ])
    expect(modules.map(module => module.name)).toEqual(['models.ts', 'seed.ts', 'query.ts'])
    expect(modules.map(module => module.imports)).toEqual([
      ['versa-orm'],
      ['models.ts'],
      ['models.ts', 'seed.ts']
    ])
  })

  test('keep all but the specifiers', async () => {
    const code = `import a from './a' // './a'
const text = "import b from './b'", regex = /import('x')/
const { c } = await import('./a')
export { d } from "./a"
console.log(import.meta.url, \`\${'./a'}\`)`
    const [, module] = await linkModules([file('a.ts', ''), file('query.ts', code)])
    expect(module?.imports).toEqual(['a.ts', 'a.ts', 'a.ts'])
    expect(module?.pieces.length).toBe(4)
    const quoted = /^(['"`])|(['"`])$/
    const whole = module?.pieces.join('./a') ?? ''
    expect(whole).toBe(code)
    expect(quoted.test(module?.pieces[0]?.slice(-1) ?? '')).toBe(true)
  })

  test('that import each other in a circle are named', async () => {
    const error = await refusal(
      file('a.ts', "import './b'"),
      file('b.ts', "import './c'"),
      file('c.ts', "import './b'"),
      file('query.ts', "import './a'")
    )
    expect(error.message).toContain('b.ts → c.ts → b.ts')
  })

  test.each([
    ["import './none'", 'there is no none.ts'],
    ["import fs from 'node:fs'", 'imports "node:fs"'],
    ["import 'https://example.com/x.js'", 'The playground has "versa-orm"'],
    ["import('../secret')", 'imports "../secret"']
  ])('cannot import what is not there: %s', async (code, message) => {
    const error = await refusal(file('query.ts', code))
    expect(error.message).toContain(message)
    expect(error.file).toBe('query.ts')
  })

  test('are run with what they import', async () => {
    const modules = await linkModules([
      file('query.ts', "import { two } from './models'\nimport { one } from 'versa-orm'\n"),
      file('models.ts', "import { one } from 'versa-orm'\nexport const two = one + 1")
    ])
    const { urls, files } = placeModules(modules, { one: 1, 'no-name': 2 })
    expect([...urls.keys()]).toEqual(['versa-orm', 'models.ts', 'query.ts'])
    expect([...files.values()]).toEqual(['models.ts', 'query.ts'])
    const query = await fetch(urls.get('query.ts') ?? '').then(response => response.text())
    expect(query).toContain(`from '${urls.get('models.ts')}'`)
    expect(query.split('\n').length).toBe(3)
  })
})
