import { belongsTo, belongsToMany, hasMany, Model, t } from 'versa-orm'

/** A column for each type under test, whose values are in {@link samples}. */
export const columns = {
  text: () => t.text(),
  varchar: () => t.varchar(40),
  int: () => t.int(),
  small: () => t.int({ bits: 16 }),
  medium: () => t.int({ bits: 32 }),
  bigint: () => t.bigint(),
  whole: () => t.bigint({ mode: 'number' }),
  float: () => t.float(),
  decimal: () => t.decimal(39, 9),
  price: () => t.decimal(10, 2),
  amount: () => t.decimal(15, 4, { mode: 'number' }),
  boolean: () => t.boolean(),
  date: () => t.date(),
  time: () => t.time(),
  datetime: () => t.datetime(),
  timestamp: () => t.timestamp(),
  json: () => t.json<unknown>(),
  bytes: () => t.bytes(),
  uuid: () => t.uuid(),
  role: () => t.enum(['admin', 'member', "it's", 'back\\slash', '漢字 👩🏽‍🚀', ''])
}

/** A row that can hold a value of every type, and be parent, child and peer of another. */
export class Holder extends Model.table('holders', {
  id: t.id(),
  parentId: t.int().nullable().references('holders').column('parent_id'),
  text: columns.text().nullable(),
  varchar: columns.varchar().nullable(),
  int: columns.int().nullable(),
  small: columns.small().nullable(),
  medium: columns.medium().nullable(),
  bigint: columns.bigint().nullable(),
  whole: columns.whole().nullable(),
  float: columns.float().nullable(),
  decimal: columns.decimal().nullable(),
  price: columns.price().nullable(),
  amount: columns.amount().nullable(),
  boolean: columns.boolean().nullable(),
  date: columns.date().nullable(),
  time: columns.time().nullable(),
  datetime: columns.datetime().nullable(),
  timestamp: columns.timestamp().nullable(),
  json: columns.json().nullable(),
  bytes: columns.bytes().nullable(),
  uuid: columns.uuid().nullable(),
  role: columns.role().nullable()
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
export type ValueColumn = keyof typeof columns

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
    'x'.repeat(1_000_000),
    'é漢👩'.repeat(20_000)
  ],
  varchar: ['', ' ', 'trailing  ', 'it\'s \\ "x" %', '漢'.repeat(40), '👩🏽‍🚀 e\u0301', '1e5'],
  int: [0, 1, -1, 2_147_483_648, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  small: [0, 1, -1, 32_767, -32_768],
  medium: [0, 65_536, 2_147_483_647, -2_147_483_648],
  bigint: [
    0n,
    -1n,
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    -(2n ** 53n) - 1n,
    2n ** 63n - 2n,
    2n ** 63n - 1n,
    -(2n ** 63n)
  ],
  whole: [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
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
    '123456789012345678901234567890.123456788',
    '123456789012345678901234567890.123456789',
    '-999999999999999999999999999999.999999999'
  ],
  price: ['0.00', '-0.10', '0.10', '19.90', '-99999999.99', '99999999.99'],
  amount: [0, 0.1, -0.1, 0.3, 19.9, 1e10, 12_345_678_901.2345, -99_999_999_999.9999],
  boolean: [true, false],
  date: ['0001-01-01', '1000-01-01', '1582-10-10', '1969-12-31', '2024-02-29', '9999-12-31'],
  time: ['00:00:00', '00:00:00.000001', '12:30:00', '12:30:00.5', '23:59:59', '23:59:59.999999'],
  datetime: [
    '0001-01-01T00:00:00',
    '1582-10-10T12:00:00',
    '1969-12-31T23:59:59.999999',
    '1970-01-01T00:00:00',
    '2024-02-29T00:00:00.000001',
    // Hours that some zones skip or have twice.
    '2024-03-31T02:30:00',
    '2024-10-27T02:30:00.5',
    '9999-12-31T23:59:59.999999'
  ],
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
    ['\\ud83d written out', '\u2028', 'e\u0301'],
    ['x'.repeat(1_000_000)]
  ],
  bytes: [
    new Uint8Array(),
    Uint8Array.from([0]),
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251)
  ],
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '018f4a3c-7b1e-7cc2-9a6f-0123456789ab'
  ],
  role: ['admin', 'member', "it's", 'back\\slash', '漢字 👩🏽‍🚀', '']
} as const satisfies { [column in ValueColumn]: readonly unknown[] }

/** The columns under test. */
export const valueColumns = Object.keys(samples) as ValueColumn[]

/**
 * Attributes with one value. The types of a computed key are lost to TypeScript, and the tables
 * here pair each column with values of its type.
 */
export function holding(column: ValueColumn, value: unknown): Partial<Record<ValueColumn, never>> {
  return { [column]: value } as Partial<Record<ValueColumn, never>>
}
