import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSql } from '../../src/panels/dialects/token-diff'
import { compacted } from '../../src/panels/sql/compacted'
import { formatSql } from '../../src/panels/sql/format'
import { bindTokens } from '../../src/panels/sql/parameters'
import { tokensOf } from '../../src/panels/sql/tokens'
import type { DialectName } from '../../src/protocol'

const solid = (sql: string) =>
  tokensOf(sql).flatMap(({ kind, text }) => (kind === 'space' ? [] : [text]))

const statement =
  'SELECT "a", \'it\'\'s ?\' AS "b", "c" -- why ?\nFROM "t" WHERE "a" = ? AND "b" IN (SELECT "x" ' +
  'FROM "y" WHERE "z" >= ? AND "w" = $1) ORDER BY "a" LIMIT 10'

describe('pieces of SQL', () => {
  test('are the text again, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), sql => {
        expect(
          tokensOf(sql)
            .map(token => token.text)
            .join('')
        ).toBe(sql)
      })
    )
  })

  test('placeholders count up or say which they are; those in texts and comments are none', () => {
    const bound = bindTokens(tokensOf(`${statement} OFFSET ?`))
    const places = bound.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]))
    expect(places).toEqual([0, 1, 0, 2])
    expect(bindTokens(tokensOf('? ?5 ?')).flatMap(token => token.parameter ?? [])).toEqual([
      0, 4, 5
    ])
  })

  test('words that are keywords are told from names', () => {
    const kinds = tokensOf('select "select" from t').map(({ kind }) => kind)
    expect(kinds.filter(kind => kind !== 'space')).toEqual(['keyword', 'name', 'keyword', 'word'])
  })
})

describe('SQL on lines', () => {
  const dialects: DialectName[] = ['SQLite', 'PostgreSQL', 'MySQL', 'MariaDB']

  test.each(dialects)('%s: it says the same as before', async dialect => {
    const sql = dialect.startsWith('M')
      ? statement.replaceAll('"', '`').replace('$1', '?')
      : statement
    const formatted = await formatSql(sql.replace('$1', '?'), dialect)
    expect(solid(formatted)).toEqual(solid(sql.replace('$1', '?')))
    expect(formatted).toContain('\n')
  })

  test('lists that fit are on one line', async () => {
    expect(await formatSql('select "a", "b" from "t" where "a" = ?', 'SQLite')).toBe(
      'select "a", "b"\nfrom "t"\nwhere "a" = ?'
    )
  })

  test('what cannot be read stays as it is', async () => {
    expect(await formatSql('select (((', 'SQLite')).toContain('select')
  })

  test('a text over several lines and a comment stay on theirs', () => {
    const text = "select\n  'a\n  b'"
    expect(compacted(text)).toBe(text)
    const comment = 'select\n  1, -- one\n  2'
    expect(compacted(comment)).toBe(comment)
  })
})

describe('differences between dialects', () => {
  const marks = (base: string, sql: string) =>
    compareSql(base, sql).flatMap(({ kind, text, difference }) =>
      kind === 'space' || difference === 'same' ? [] : [`${difference} ${text}`]
    )

  test('nothing is marked where nothing differs but the layout', () => {
    expect(marks('SELECT "a" FROM "t"', 'SELECT\n  "a"\nFROM "t"')).toEqual([])
  })

  test('quotes and placeholders are spelled otherwise', () => {
    expect(marks('SELECT "a" WHERE "b" = ?', 'SELECT `a` WHERE `b` = ?')).toEqual([
      'spelled `a`',
      'spelled `b`'
    ])
    expect(marks('WHERE "b" = ?', 'WHERE "b" = $1')).toEqual(['spelled $1'])
  })

  test('what is something else is marked, and only that', () => {
    expect(marks('ORDER BY "a" LIMIT ?', 'ORDER BY "a" COLLATE "C" LIMIT $1')).toEqual([
      'other COLLATE',
      'other "C"',
      'spelled $1'
    ])
  })
})
