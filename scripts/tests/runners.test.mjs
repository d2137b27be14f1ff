import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inRepository } from '../process/repository.mjs'
import { runners } from '../test/runners.mjs'

test('the page on contributing names what `npm test` can run, and nothing else', () => {
  const page = readFileSync(inRepository('site/docs/internals/contributing.md'), 'utf8')
  const [line = ''] = page.split('\n').filter(text => text.startsWith('| `npm test` |'))
  const [, listed = ''] = line.split('runs some: ')
  const named = [...listed.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)
  expect(named.sort()).toEqual(runners.map(({ name }) => name).sort())
})
