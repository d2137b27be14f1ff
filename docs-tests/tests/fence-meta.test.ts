// What a fence can say, in which language, and what it must not.
import { expect, test } from 'vitest'
import { readFenceMeta } from '../src/markdown/fence-meta.js'

test.each([
  ['', 'ts', {}],
  ['prelude=blog continue play=no', 'ts', { prelude: 'blog', continue: true, play: false }],
  ['name="a name" title="What it does"', 'ts', { name: 'a name', title: 'What it does' }],
  ['errors=2322,2345', 'ts', { errors: [2322, 2345] }],
  ['file=src/models.ts', 'ts', { file: 'src/models.ts' }],
  ['db=all', 'ts', { db: ['sqlite', 'postgres', 'mariadb'] }],
  ['db=postgres,sqlite', 'sql', { db: ['sqlite', 'postgres'] }],
  ['output db=postgres', 'sql', { output: true, db: ['postgres'] }],
  ['output', 'text', { output: true }],
  ['skip="it needs a registry"', 'bash', { skip: 'it needs a registry' }],
  ['file=package.json', 'json', { file: 'package.json' }],
  ['title="schema.prisma"', 'prisma', { title: 'schema.prisma' }]
])('%s of %s is read', (meta, language, read) => {
  expect(readFenceMeta(meta, language)).toEqual(read)
})

test.each([
  ['nonsense', 'ts', 'the fence\'s "nonsense" is unknown'],
  ['constructor=1', 'ts', 'the fence\'s "constructor" is unknown'],
  ['skip', 'ts', 'the fence\'s "skip" needs a value'],
  ['skip=""', 'ts', 'the fence\'s "skip" needs a value'],
  ['continue=yes', 'ts', 'the fence\'s "continue" takes no value'],
  ['a"b', 'ts', 'is no word'],
  ['continue continue', 'ts', 'says "continue" twice'],
  ['db=oracle', 'ts', '"oracle" is no database; there are sqlite, postgres, mariadb and all'],
  ['db=mysql', 'ts', 'MySQL and MariaDB are "mariadb"'],
  ['db=all', 'sh', 'names one database for commands, as $DATABASE_URL'],
  ['db=sqlite', 'text', 'the fence\'s "db" means nothing for text that is no output'],
  ['errors=TS2322', 'ts', '"TS2322" is no code of TypeScript; write errors=2322,2345'],
  ['errors=2322 skip="no"', 'ts', '"errors" and "skip" exclude each other'],
  ['play', 'ts', 'the fence\'s "play" needs a value'],
  ['play=yes', 'ts', 'the fence\'s "play" can only be "no"'],
  ['play=no', 'sh', 'the fence\'s "play" means nothing for sh'],
  ['output', 'ts', 'the fence\'s "output" means nothing for ts'],
  ['file=../models.ts', 'ts', 'is no path inside a project'],
  ['', 'js', 'the language "js" is unknown; there are ts, sql, sh, json, text'],
  ['', '', 'the fence names no language: what runs nowhere is "text"']
])('%s of %s is refused', (meta, language, message) => {
  expect(() => readFenceMeta(meta, language)).toThrow(message)
})
