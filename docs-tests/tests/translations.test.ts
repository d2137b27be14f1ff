// What translations have in common with the pages that they are of.
import { expect, test } from 'vitest'
import { translationProblems } from '../src/checks/translations.js'
import { problemText } from '../src/problem.js'
import { markdownPages } from '../src/repository.js'

const translated = 'site/i18n/es/docusaurus-plugin-content-docs/current/page.md'

test('every translation has the blocks and the addresses of its page', () => {
  expect(translationProblems(markdownPages()).map(problemText)).toEqual([])
})

test('a translation that is behind is told of', () => {
  const block = (code: string) => ['```ts', code, '```']
  const source = ['# Page', '## Filters', ...block('1'), ...block('2')].join('\n')
  const problems = (...lines: readonly string[]) =>
    translationProblems([
      { file: 'site/docs/page.md', text: source },
      { file: translated, text: lines.join('\n') }
    ]).map(problemText)

  const same = ['# P\u00e1gina {#page}', '## Filtros {#filters}', ...block('1'), ...block('2')]
  expect(problems(...same)).toEqual([])
  expect(problems('# P\u00e1gina {#page}', '## Filtros', ...block('1'), ...block('3'))).toEqual([
    `${translated}:1: no heading has the address {#filters} of site/docs/page.md`,
    `${translated}:7: the block is not that of site/docs/page.md`
  ])
  expect(problems(...same.slice(0, -3))).toEqual([
    `${translated}:1: it has 1 blocks of the 2 of site/docs/page.md`
  ])
  expect(translationProblems([{ file: translated, text: '' }]).map(problemText)).toEqual([
    `${translated}:1: it translates site/docs/page.md, which is not there`
  ])
})
