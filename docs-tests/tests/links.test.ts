import { expect, test } from 'vitest'
import { deadLinks } from '../src/markdown/links.js'
import { problemText } from '../src/problem.js'
import { markdownPages, repository } from '../src/repository.js'

test.each(markdownPages())('the links and paths of $file lead somewhere', page => {
  expect(deadLinks(page, repository).map(problemText)).toEqual([])
})

function messagesOf(file: string, ...lines: readonly string[]): string[] {
  return deadLinks({ file, text: lines.join('\n') }, repository).map(problemText)
}

test('a dead link, a dead anchor, a dead image and a dead path are found', () => {
  const messages = messagesOf(
    'docs.md',
    '# Models',
    '[one](no-such.md) [two](README.md) [three](https://example.org/x)',
    '[four](#models) [five](#no-such) ![six](no-such.png)',
    '`orm/src/no-such.ts` and `orm/package.json`'
  )
  expect(messages).toEqual([
    'docs.md:2: the link to no-such.md leads nowhere',
    'docs.md:3: the link to #no-such names a heading that is not there',
    'docs.md:3: the link to no-such.png leads nowhere',
    'docs.md:4: orm/src/no-such.ts does not exist'
  ])
})

test('addresses of headings and names of blocks are anchors', () => {
  const messages = messagesOf(
    'docs.md',
    '# Models {#tables}',
    '```ts name="A first one"',
    '```',
    '[one](#tables) [two](#a-first-one) [three](#models)'
  )
  expect(messages).toEqual(['docs.md:4: the link to #models names a heading that is not there'])
})

test('paths of the site and components lead somewhere, too', () => {
  const messages = messagesOf(
    'site/docs/page.mdx',
    '[one](/docs/queries#filters) [two](/docs/queries/#no-such) [three](/docs/no-such)',
    '[four](/playground/?code=1) [five](pathname:///playground/) [six](/api/connect)',
    '<img src="./no-such.png" /> <a href="queries.md">seven</a> <Link to="no-such.md" />'
  )
  expect(messages).toEqual([
    'site/docs/page.mdx:1: the link to /docs/queries/#no-such names a heading that is not there',
    'site/docs/page.mdx:1: the link to /docs/no-such leads nowhere',
    'site/docs/page.mdx:3: the link to ./no-such.png leads nowhere',
    'site/docs/page.mdx:3: the link to no-such.md leads nowhere'
  ])
})
