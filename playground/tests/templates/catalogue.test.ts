import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { databases, templates } from '../../src/data/catalogue'
import { playground } from './laid-out'

test('every guide of the documentation has a template of its name', () => {
  const docs = path.join(playground, '../site/docs')
  const pages = readdirSync(docs)
    .filter(name => name.endsWith('.md'))
    // What has no code to run, a glossary or a file of settings, has nothing to open.
    .filter(name =>
      /^```ts\b(?!.* (?:file|skip)=)/m.test(readFileSync(path.join(docs, name), 'utf8'))
    )
    .map(name => name.replace('.md', ''))
  const ids = templates.map(template => template.id)
  expect(pages.filter(page => !ids.includes(page))).toEqual([])
})

test('ids are not given twice', () => {
  const ids = templates.map(template => template.id)
  expect(ids).toEqual([...new Set(ids)])
})

test('each template has a query, models and a database that is there', () => {
  const known = databases.map(database => database.id)
  for (const { id, files, database } of templates) {
    const names = files.map(file => file.name)
    expect(names, id).toContain('query.ts')
    expect(names, id).toContain('models.ts')
    expect(known, id).toContain(database)
  }
})

test('every folder of a template is in the list', () => {
  const folders = readdirSync(path.join(playground, 'src/data/templates'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
  const ids = templates.map(template => template.id)
  expect(folders.filter(folder => !ids.includes(folder))).toEqual([])
})
