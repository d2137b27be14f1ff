import { describe, expect, test } from 'vitest'
import { renderMarkdown } from '../../src/cli/doc/terminal/render-markdown.js'
import { styleOf } from '../../src/cli/doc/terminal/style.js'
import { widthOf } from '../../src/cli/doc/terminal/wrap.js'

/** A text as a terminal of a width shows it, without colours. */
const shown = (text: string, columns = 60) => renderMarkdown(text, styleOf({ columns }, {}))

const coloured = (text: string, columns = 60) =>
  renderMarkdown(text, styleOf({ columns, isTTY: true }, {}))

describe('Markdown on a terminal', () => {
  test.each<[string, string, string]>([
    ['a paragraph', 'One\ntwo.\n\nThree.', 'One two.\n\nThree.\n'],
    ['headings', '# One\n\n## Two ##\nText', 'One\n\nTwo\n\nText\n'],
    ['marks', '**a** and *b*, `c * d`, _e_ and a_b_c', 'a and b, c * d, e and a_b_c\n'],
    [
      'a link',
      'See [here](x.md) and [there](https://a.example/b).',
      'See here and there (https://a.example/b).\n'
    ],
    ['what is escaped', '1 \\* 2 &lt; 3 \\_x\\_', '1 * 2 < 3 _x_\n'],
    ['tags', 'A <kbd>key</kbd> and Array&lt;T&gt;', 'A key and Array<T>\n'],
    [
      'code',
      '```ts prelude=blog\nconst a = 1\n\n  // more\n```\nText',
      '  const a = 1\n\n    // more\n\nText\n'
    ],
    ['code with fences in it', '````md\n```ts\nx\n```\n````', '  ```ts\n  x\n  ```\n'],
    ['code that has no end', '```ts\nx', '  x\n'],
    [
      'lists',
      '- one\n- two\n  more\n\n  - three\n- four',
      '• one\n• two more\n\n  • three\n• four\n'
    ],
    ['numbers', '1. one\n2. two', '1. one\n2. two\n'],
    ['a list with code', '- one\n\n  ```sh\n  ls\n  ```\n', '• one\n\n    ls\n'],
    [
      'a table',
      '| a | b |\n|---|:-:|\n| 1 | `x \\| y` |\n| long one | |',
      'a         b\n────────  ─────\n1         x | y\nlong one\n'
    ],
    ['a quote', '> One\n> two', '│ One two\n'],
    [
      'an admonition',
      ':::note[Mind]\nText\n\n- item\n:::\nAfter',
      '│ Mind\n│ Text\n│\n│ • item\n\nAfter\n'
    ],
    ['an admonition without a title', ':::tip\nText\n:::', '│ Tip\n│ Text\n'],
    [
      'tabs',
      'import Tabs from \'@theme/Tabs\'\n\n<Tabs groupId="database">\n' +
        '<TabItem value="sqlite" label="SQLite">\n\nOne\n\n</TabItem>\n</Tabs>\n',
      'SQLite\n\nOne\n'
    ],
    ['comments', 'One\n<!-- not\nthis -->\nTwo', 'One\n\nTwo\n'],
    ['a rule', 'One\n\n---\n\nTwo', `One\n\n${'─'.repeat(40)}\n\nTwo\n`],
    ['nothing', '', '\n']
  ])('%s', (_, markdown, expected) => {
    expect(shown(markdown)).toBe(expected)
  })

  test('lines fit; code and long words are left whole', () => {
    const word = 'x'.repeat(50)
    const code = `\`\`\`\n${'c'.repeat(70)}\n\`\`\``
    const text = `${'word '.repeat(40)}\n\n- ${'item '.repeat(30)}\n\n${word}\n\n${code}`
    const lines = shown(text, 30).split('\n')
    const long = lines.filter(line => line.length > 30)
    expect(long).toEqual([word, `  ${'c'.repeat(70)}`])
  })

  test('wide tables are wrapped in their cells', () => {
    const text = `| code | meaning |\n|---|---|\n| \`A_CODE\` | ${'some words '.repeat(12)}|`
    const lines = shown(text, 40).trimEnd().split('\n')
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(40)
    expect(lines[2]).toMatch(/^A_CODE {2}some words/)
    expect(lines[3]).toMatch(/^ {8}\S/)
  })

  test('colours go on over lines, and end with them', () => {
    const text = coloured(`**${'strong words '.repeat(10).trim()}** after`, 30)
    for (const line of text.trimEnd().split('\n')) {
      const opened = line.split('\u001b[1m').length
      const closed = line.split('\u001b[22m').length
      expect(opened).toBe(closed)
      expect(widthOf(line)).toBeLessThanOrEqual(30)
    }
  })

  test('code is coloured by its language', () => {
    const ts = coloured("```ts\nconst a = 'from' // class\n```")
    expect(ts).toContain('\u001b[35mconst\u001b[39m')
    expect(ts).toContain("\u001b[32m'from'\u001b[39m")
    expect(ts).toContain('\u001b[90m// class\u001b[39m')
    expect(coloured('```text\nconst a\n```')).not.toContain('\u001b[')
  })

  test('wide characters count as two', () => {
    expect(widthOf('日本 a')).toBe(6)
    expect(
      shown('日本語'.repeat(3).split('').join(' '), 20)
        .split('\n')
        .every(line => widthOf(line) <= 20)
    ).toBe(true)
  })
})
