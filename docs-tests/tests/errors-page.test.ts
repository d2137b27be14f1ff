import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { defaultHints } from '../../orm/src/errors/generated/codes.js'
import { repository } from '../src/repository.js'

test('the page on errors lists every code there is, and no other', () => {
  const page = readFileSync(path.join(repository, 'site/docs/errors.md'), 'utf8')
  const listed = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(match => match[1])
  expect(listed).toEqual(Object.keys(defaultHints))
})
