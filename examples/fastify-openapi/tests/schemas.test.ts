// The mapping of every type, of which the service has only some.
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { connect, Model, sql, t } from 'versa-orm'
import { expect, test } from 'vitest'
import { changed, fromJson, made, shown } from '../src/schemas.js'

class Sample extends Model.table(
  'samples',
  {
    id: t.id(),
    text: t.text(),
    varchar: t.varchar(3),
    int: t.int(),
    small: t.int({ bits: 16 }),
    bigint: t.bigint().default(-1n),
    float: t.float(),
    decimal: t.decimal(4, 2),
    digits: t.decimal(3),
    fraction: t.decimal(2, 2),
    rate: t.decimal(5, 4, { mode: 'number' }),
    boolean: t.boolean(),
    date: t.date(),
    time: t.time(),
    datetime: t.datetime(),
    timestamp: t.timestamp(),
    json: t.json<unknown>(),
    uuid: t.uuid(),
    enum: t.enum(['a', 'b']).nullable(),
    twice: t.int().generated(sql`small * 2`)
  },
  { guarded: ['id'], hidden: ['small'] }
) {}

const sample = {
  text: '',
  varchar: '漢😀x',
  int: 9_007_199_254_740_991,
  small: -32_768,
  bigint: '9223372036854775807',
  float: 0.5,
  decimal: '-12.34',
  digits: '123',
  fraction: '0.25',
  rate: 1.5,
  boolean: false,
  date: '2028-02-29',
  time: '23:59:59.123456',
  datetime: '2028-02-29T08:00:00',
  timestamp: '2028-02-29T08:00:00.000Z',
  json: { any: [1, null] },
  uuid: '01a21740-8aea-70e5-9655-966c909595d8',
  enum: null
}

function validator(schema: object) {
  const ajv = new Ajv({ allowUnionTypes: true })
  formats.default(ajv)
  return ajv.compile(schema)
}

test('what fits the schema is what the model takes, and comes back as it was', async () => {
  await using db = await connect('sqlite::memory:')
  await db.schema.create([Sample])
  expect(validator(made(Sample))(sample)).toBe(true)
  const row = await Sample.make().fill(fromJson(Sample, sample)).save()
  expect(row.bigint).toBe(9_223_372_036_854_775_807n)
  const { small, ...rest } = sample
  const json = JSON.parse(
    JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  )
  expect(json).toMatchObject(rest)
  expect(validator(shown(Sample))(json)).toBe(true)
})

test.each([
  ['text', 1],
  ['varchar', 'long'],
  ['int', 9_007_199_254_740_992],
  ['small', 32_768],
  ['bigint', 1],
  ['bigint', '1.5'],
  ['float', '0.5'],
  ['decimal', 12.34],
  ['decimal', '123.4'],
  ['decimal', '1.234'],
  ['digits', '1.0'],
  ['fraction', '12.25'],
  ['rate', '1.5'],
  ['boolean', 0],
  ['date', '2027-02-29'],
  ['time', '24:00'],
  ['datetime', '2028-02-29T08:00:00Z'],
  ['timestamp', '2028-02-29T08:00:00'],
  ['uuid', 'x'],
  ['enum', 'c'],
  ['id', 1],
  ['twice', 2]
])('a %s is not %j', (property, value) => {
  expect(validator(made(Sample))({ ...sample, [property]: value })).toBe(false)
  expect(validator(changed(Sample))({ [property]: value })).toBe(false)
})

test('what has a default may be left out, and says which', () => {
  const schema = made(Sample)
  expect(schema['required']).not.toContain('bigint')
  expect(schema).toMatchObject({ properties: { bigint: { default: '-1' } } })
  expect(changed(Sample)).not.toMatchObject({ properties: { bigint: { default: '-1' } } })
})

test('bytes are no JSON', () => {
  class File extends Model.table('files', { id: t.id(), data: t.bytes() }) {}
  expect(() => made(File)).toThrow('data is bytes')
})
