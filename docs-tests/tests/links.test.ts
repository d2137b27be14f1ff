import { expect, test } from 'vitest'
import { deadLinks } from '../src/markdown/links.js'
import { problemText } from '../src/problem.js'
import { allPages, repository } from '../src/repository.js'

test.each(allPages())('the links and paths of $file lead somewhere', page => {
  expect(deadLinks(page, repository).map(problemText)).toEqual([])
})

test('a dead link, a dead anchor and a dead path are found', () => {
  const text = [
    '# Models',
    '[one](no-such.md) [two](README.md) [three](https://example.org/x)',
    '[four](#models) [five](#no-such)',
    '`orm/src/no-such.ts` and `orm/package.json`'
  ].join('\n')
  expect(deadLinks({ file: 'docs.md', text }, repository).map(({ message }) => message)).toEqual([
    'the link to no-such.md leads nowhere',
    'the link to #no-such names a heading that is not there',
    'orm/src/no-such.ts does not exist'
  ])
})
