import { describe, expect, test } from 'vitest'
import { apiLinks } from '../plugins/api-links.js'
import { withFormat } from '../plugins/markdown-format.js'

async function formatOf(content: string): Promise<unknown> {
  const { frontMatter } = await withFormat({
    filePath: 'page.md',
    fileContent: content,
    defaultParseFrontMatter: async () => ({ frontMatter: {}, content })
  })
  return Object(frontMatter['mdx'])['format']
}

describe('a page is', () => {
  test('CommonMark, where braces and brackets mean nothing', async () => {
    expect(await formatOf('Text {with} <T> and a\n\n<b>tag</b>\n')).toBe(undefined)
    expect(await formatOf('```ts\n<Tabs>\n```\n')).toBe(undefined)
  })

  test('MDX, where it uses a component', async () => {
    expect(await formatOf('Text\n\n<Tabs groupId="database">\n')).toBe('mdx')
  })
})

test('a page in another language leads to the one API reference', () => {
  const link = (url: string) => ({ type: 'link' as const, url, children: [] })
  const root = {
    type: 'root' as const,
    children: [{ type: 'paragraph' as const, children: [link('/api/'), link('models.md')] }]
  }
  apiLinks({ home: '/docs/' })(root)
  const [paragraph] = root.children
  expect(paragraph?.children.map(({ url }) => url)).toEqual(['pathname:///docs/api/', 'models.md'])
})
