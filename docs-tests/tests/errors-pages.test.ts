// The list of all codes, and the page of each: what it has, and that its bad example is refused.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultHints } from '../../orm/src/errors/generated/codes.js'
import { runsOf } from '../src/blocks/claims.js'
import { type PageParts, partsOf } from '../src/blocks/page.js'
import type { Block } from '../src/markdown/fences.js'
import { readFrontMatter } from '../src/markdown/front-matter.js'
import { repository } from '../src/repository.js'

const folder = 'site/docs/errors'
const codes = Object.keys(defaultHints)
const meanings = meaningsOf(readText('orm/src/errors/generated/codes.ts'))

test('the page on errors lists every code there is, and no other', () => {
  const listed = [...readText(`${folder}/index.md`).matchAll(/^\| \[`([A-Z_]+)`\]\((.+?)\) \|/gm)]
  expect(listed.map(([, code, file]) => [code, file])).toEqual(
    codes.map(code => [code, `${code}.md`])
  )
})

test('every code has a page, and every page a code', () => {
  const pages = readdirSync(path.join(repository, folder))
  expect(pages.sort()).toEqual([...codes.map(code => `${code}.md`), 'index.md'].sort())
})

describe.each(codes)('the page of %s', code => {
  const file = `${folder}/${code}.md`
  const text = readText(file)
  const sections = sectionsOf(text)

  test('says what the code means, as everywhere', () => {
    const { title, description } = readFrontMatter(text)
    expect(title).toBe(code)
    expect(description).toBe(meanings.get(code))
    expect(text).toContain(`\n# ${code}\n\n`)
    const [intro = ''] = text.slice(text.indexOf(`# ${code}`)).split('\n\n## ')
    expect(intro.replace(/\s+/g, ' ')).toBe(`# ${code} ${meanings.get(code)}`)
  })

  test('has the cause, a bad and a good example, what to do, the databases, other codes', () => {
    expect([...sections.keys()]).toEqual(['Cause', 'Bad', 'Good', 'Fix', 'Databases', 'Related'])
    for (const [name, { body }] of sections) expect(body, name).not.toBe('')
    expect(sections.get('Fix')?.body).toMatch(/^- /)
  })

  test('leads to other codes, which exist', () => {
    const related = [...(sections.get('Related')?.body ?? '').matchAll(/\[`(\w+)`\]\((\w+)\.md\)/g)]
    expect(related.length).toBeGreaterThan(0)
    for (const [, name, target] of related) {
      expect(codes).toContain(name)
      expect(target).toBe(name)
      expect(name).not.toBe(code)
    }
  })

  test('has an example that runs and throws it, and a good one that runs and does not', () => {
    const parts = partsOf({ file, text })
    const bad = runIn(parts, sections.get('Bad'))
    const good = runIn(parts, sections.get('Good'))
    expect(bad.length).toBeGreaterThan(0)
    expect(good.length).toBeGreaterThan(0)
    for (const block of bad) expect(thrownBy(block)).toContain(code)
    for (const block of good) expect(thrownBy(block)).toEqual([])
  })
})

interface Section {
  readonly body: string
  /** Its first line and the one behind it, from 1. */
  readonly from: number
  readonly to: number
}

/** What stands below each heading of the second level. */
function sectionsOf(text: string): Map<string, Section> {
  const lines = text.split('\n')
  const heads = lines.flatMap((line, at) => (line.startsWith('## ') ? [at] : []))
  return new Map(
    heads.map((at, index) => {
      const end = heads[index + 1] ?? lines.length
      const body = lines
        .slice(at + 1, end)
        .join('\n')
        .trim()
      return [(lines[at] ?? '').slice(3), { body, from: at + 1, to: end + 1 }]
    })
  )
}

/** The blocks of a section that run on some database, or without one. */
function runIn(parts: PageParts, section: Section | undefined): Block[] {
  if (section === undefined) return []
  return parts.programs
    .filter(program => runsOf(program).length > 0)
    .flatMap(program => program.blocks)
    .filter(({ line }) => line > section.from && line < section.to)
}

function thrownBy({ code }: Block): string[] {
  return [...code.matchAll(/\/\/! ([A-Z_]+)/g)].map(([, thrown = '']) => thrown)
}

/** What each code means, as the generated module says it. */
function meaningsOf(module: string): Map<string, string> {
  const entries = module.matchAll(/\/\*\* (.+?) \*\/\n {2}([A-Z_]+): /g)
  return new Map([...entries].map(([, meaning = '', code = '']) => [code, meaning]))
}

function readText(file: string): string {
  return readFileSync(path.join(repository, file), 'utf8')
}
