import { belongsTo, belongsToMany, hasMany, Model, t } from 'versa-orm'

/** A row that can hold a value of every type, and be parent, child and peer of another. */
export class Holder extends Model.table('holders', {
  id: t.id(),
  parentId: t.int().nullable().references('holders').column('parent_id'),
  text: t.text().nullable(),
  int: t.int().nullable(),
  bigint: t.bigint().nullable(),
  float: t.float().nullable(),
  decimal: t.decimal(39, 9).nullable(),
  price: t.decimal(10, 2).nullable(),
  boolean: t.boolean().nullable(),
  date: t.date().nullable(),
  timestamp: t.timestamp().nullable(),
  json: t.json<unknown>().nullable(),
  bytes: t.bytes().nullable(),
  uuid: t.uuid().nullable(),
  role: t.enum(['admin', 'member', "it's"]).nullable()
}) {
  static parent = belongsTo(() => Holder, 'parentId')
  static children = hasMany(() => Holder, 'parentId')
  static peers = belongsToMany(() => Holder, {
    through: 'holder_peers',
    foreignKey: 'holder_id',
    relatedKey: 'peer_id'
  })
}

/** The pivot table of {@link Holder.peers}. */
export class HolderPeer extends Model.table(
  'holder_peers',
  {
    holderId: t.int().references('holders').column('holder_id'),
    peerId: t.int().references('holders').column('peer_id')
  },
  { primaryKey: ['holderId', 'peerId'] }
) {}

/** A column of {@link Holder} that holds a value under test. */
export type ValueColumn = Exclude<keyof Holder & keyof typeof samples, number | symbol>

/** Every value that can go wrong on the way to a database and back. */
export const samples = {
  text: [
    '',
    ' ',
    '  spaces before and after  ',
    'tab\tnewline\ncarriage\r\nreturn',
    'it\'s "quoted" and `ticked`',
    'back\\slash \\n \\0 \\\\',
    '100 % of_it, _ and %',
    "'); drop table holders; --",
    '/* comment */ -- # ; $1 ? :name',
    'emoji 👩🏽‍🚀 🏳️‍🌈 𝒳',
    'combining e\u0301 against \u00e9',
    '漢字かな한글',
    'مرحبا \u202e שלום',
    'line\u2028and paragraph\u2029separator, \ufeff, \u00a0',
    '\u0001\u001f\u007f\u0080\uffff',
    'null',
    '1e5',
    'x'.repeat(100_000),
    'é漢👩'.repeat(20_000)
  ],
  int: [0, 1, -1, 2_147_483_648, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  bigint: [0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
  float: [
    0,
    0.1,
    -0.1,
    1 / 3,
    1e308,
    -1.7976931348623157e308,
    5e-324,
    2.2250738585072014e-308,
    1e21,
    123_456_789.123_456_79,
    Number.MAX_SAFE_INTEGER
  ],
  decimal: [
    '0.000000000',
    '0.000000001',
    '-0.100000000',
    '123456789012345678901234567890.123456789',
    '-999999999999999999999999999999.999999999'
  ],
  price: ['0.00', '-0.10', '0.10', '19.90', '-99999999.99', '99999999.99'],
  boolean: [true, false],
  date: ['0001-01-01', '1000-01-01', '1582-10-10', '1969-12-31', '2024-02-29', '9999-12-31'],
  timestamp: [
    new Date(0),
    new Date(-1),
    new Date(1),
    new Date('1969-07-20T20:17:40.123Z'),
    new Date('1883-11-18T12:03:58.999Z'),
    new Date('2024-03-31T01:30:00.500Z'),
    new Date('2024-03-31T02:30:00.500Z'),
    new Date('2024-10-27T00:30:00.001Z'),
    new Date('2024-10-27T01:30:00.001Z'),
    new Date('2038-01-19T03:14:08.000Z'),
    new Date('9999-12-31T23:59:59.999Z'),
    new Date('1000-01-01T00:00:00.000Z'),
    new Date('0001-01-01T00:00:00.000Z')
  ],
  json: [
    {},
    [],
    '',
    'text with "quotes", \\ and \u2028',
    0,
    -1.5,
    1e300,
    true,
    false,
    [null, [null], { inner: null }],
    { a: { b: { c: [1, 'two', { three: 3 }] } } },
    { 'key with "quotes" and \' and \\': 1, ключ: '漢字 👩🏽‍🚀', '': 'empty key' },
    { $gt: 1, sql: 'drop table holders', kind: 'raw', parts: [] },
    { constructor: 'x', toString: 'y', length: 1 },
    ['x'.repeat(50_000)]
  ],
  bytes: [
    new Uint8Array(),
    Uint8Array.from([0]),
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    Uint8Array.from({ length: 70_000 }, (_, index) => index % 251)
  ],
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '018f4a3c-7b1e-7cc2-9a6f-0123456789ab'
  ],
  role: ['admin', 'member', "it's"]
} as const satisfies { [column in keyof Holder]?: readonly unknown[] }

/** The columns under test. */
export const valueColumns = Object.keys(samples) as ValueColumn[]

/**
 * Attributes with one value. The types of a computed key are lost to TypeScript, and the tables
 * here pair each column with values of its type.
 */
export function holding(column: ValueColumn, value: unknown): Partial<Record<ValueColumn, never>> {
  return { [column]: value } as Partial<Record<ValueColumn, never>>
}
