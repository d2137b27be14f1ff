import { expect, test } from 'vitest'
import { runProgram } from './support/programs.js'

/** Every kind of cell, as models, rows, relations and without a model. */
const program = `
import { connect, hasMany, Model, t } from 'versa-orm'
class Thing extends Model.table('things', {
  id: t.id(), text: t.text().nullable(), big: t.bigint(), float: t.float(), yes: t.boolean(),
  at: t.timestamp(), day: t.date(), price: t.decimal(8, 2), json: t.json(), bytes: t.bytes(),
  uuid: t.uuid(), parentId: t.int().nullable()
}) {
  static children = hasMany(() => Thing, 'parentId')
}
const db = await connect('sqlite::memory:')
await db.schema.create([Thing])
const values = {
  text: 'Łódź 🦀', big: 2n ** 62n, float: 0.1, yes: true, at: new Date(1), day: '2026-01-31',
  price: '1.50', json: { a: [1, null] }, bytes: new Uint8Array([0, 255]),
  uuid: 'abcdef00-1234-4abc-8def-0123456789ab'
}
const parent = await Thing.create(values)
await Thing.create({ ...values, text: null, parentId: parent.id })
const models = await Thing.orderBy('id').with({ children: true }).all()
const originals = models.map(model => model.getOriginal())
const dirty = models.map(model => model.isDirty())
models[0].text = 'changed'
models[0].json.a.push(2)
const changes = models[0].getDirty()
await models[0].save()
const shown = (_, value) =>
  typeof value === 'bigint' ? value + 'n' : value instanceof Uint8Array ? [...value] : value
let generates = true
try { new Function('return 1')() } catch { generates = false }
console.log(JSON.stringify({
  originals, dirty, changes,
  models, rows: await Thing.orderBy('id').rows(), loose: await db.table('things').rows(),
  instance: models[0] instanceof Thing
}, shown))
console.error(generates)
await db.close()
`

test('where code cannot be generated, everything is read the same', async () => {
  const usual = await runProgram(program)
  const forbidden = await runProgram(program, [], ['--disallow-code-generation-from-strings'])
  expect([usual.code, forbidden.code], `${usual.stderr}${forbidden.stderr}`).toEqual([0, 0])
  expect([usual.stderr.trim(), forbidden.stderr.trim()]).toEqual(['true', 'false'])
  expect(JSON.parse(usual.stdout).rows).toHaveLength(2)
  expect(forbidden.stdout).toBe(usual.stdout)
})
