import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleSchema } from '../../src/panels/gallery/sample-schema'
import { referencesOf, referenceText } from '../../src/panels/schema/graph'
import { layoutSchema } from '../../src/panels/schema/layout'
import { linesOf } from '../../src/panels/schema/lines'
import { fitted, zoomed } from '../../src/panels/schema/view-box'
import type { SchemaRecord } from '../../src/protocol'

/** Schemas whose tables refer to any others, also to themselves and in circles. */
const schemas: fc.Arbitrary<SchemaRecord> = fc
  .array(fc.array(fc.nat({ max: 40 }), { maxLength: 8 }), { maxLength: 41 })
  .map(tables => ({
    ddl: {},
    tables: tables.map((targets, index) => ({
      model: `Model${index}`,
      table: `table_${index}`,
      indexes: [],
      relations: [],
      columns: targets.map((target, place) => ({
        name: `column_${place}`,
        type: 'int',
        nullable: place % 2 === 0,
        primaryKey: false,
        unique: false,
        references: { table: `table_${target}`, column: 'column_0' }
      }))
    }))
  }))

describe('the diagram', () => {
  test('has every table once, and none over another', () => {
    fc.assert(
      fc.property(schemas, schema => {
        const { tables, width, height } = layoutSchema(schema)
        const names = tables.map(({ table }) => table.table).sort()
        expect(names).toEqual(schema.tables.map(({ table }) => table).sort())
        for (const [index, a] of tables.entries()) {
          expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(
            true
          )
          for (const b of tables.slice(index + 1)) {
            const beside = a.x + a.width <= b.x || b.x + b.width <= a.x
            const above = a.y + a.height <= b.y || b.y + b.height <= a.y
            expect(beside || above, `${a.table.table} and ${b.table.table}`).toBe(true)
          }
        }
      }),
      { numRuns: 60 }
    )
  })

  test('is the same for the same schema', () => {
    expect(layoutSchema(sampleSchema)).toEqual(layoutSchema(sampleSchema))
  })

  test('has a table behind those that it refers to', () => {
    const { tables } = layoutSchema(sampleSchema)
    const x = (name: string) => tables.find(({ table }) => table.table === name)?.x ?? Number.NaN
    expect(x('users')).toBeLessThan(x('posts'))
    expect(x('posts')).toBeLessThan(x('comments'))
  })

  test('has a line for each reference, with finite numbers', () => {
    const layout = layoutSchema(sampleSchema)
    const lines = linesOf(layout)
    expect(lines).toHaveLength(layout.references.length)
    for (const { path } of lines) expect(path).not.toMatch(/NaN|Infinity/)
  })
})

test('references know how many rows there are at each end', () => {
  const of = (table: string, column: string) =>
    referencesOf(sampleSchema).find(({ from }) => from.table === table && from.column === column)
  expect(of('profiles', 'user_id')).toMatchObject({ many: 'zero-or-one', one: 'one' })
  expect(of('posts', 'user_id')).toMatchObject({ many: 'many', one: 'one' })
  expect(of('comments', 'user_id')).toMatchObject({ many: 'many', one: 'zero-or-one' })
  expect(of('post_tags', 'tag_id')).toMatchObject({ many: 'many', one: 'one' })
  const reference = of('posts', 'user_id')
  expect(reference && referenceText(reference)).toBe(
    'posts.user_id refers to one row of users.id, which has any number of rows of posts.'
  )
})

test('a zoom keeps the point under the pointer where it is', () => {
  const view = fitted({ width: 1_000, height: 800 }, { width: 500, height: 300 })
  const point = { x: 120, y: 90 }
  const nearer = zoomed(view, 1.7, point)
  expect(nearer.x + point.x / nearer.zoom).toBeCloseTo(view.x + point.x / view.zoom)
  expect(nearer.y + point.y / nearer.zoom).toBeCloseTo(view.y + point.y / view.zoom)
})
