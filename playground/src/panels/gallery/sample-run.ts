import type { StatementRecord } from '../../protocol'
import { idleRun, type RunState } from '../../run/run-state'
import type { IssueContext } from '../issue/issue-text'
import { sampleSchema } from './sample-schema'

const users = [
  { id: 1, name: 'Customer 1', email: 'customer1@example.com', age: 36 },
  { id: 2, name: 'Customer 2', email: 'customer2@example.com', age: 45 },
  { id: 3, name: 'null', email: '', age: null }
]

const base: StatementRecord = {
  number: 1,
  sql: 'SELECT "id", "email", "name", "age" FROM "users" WHERE "age" > ? ORDER BY "name" LIMIT ?',
  parameters: [30, 10],
  durationMs: 0.42,
  rows: 3,
  affected: 0,
  access: 'read',
  reads: ['users'],
  writes: [],
  ast: {
    select: {
      from: { table: 'users' },
      columns: ['id', 'email', 'name', 'age'],
      where: { binary: { left: { column: 'age' }, op: '>', right: { parameter: 0 } } },
      limit: { parameter: 1 }
    }
  },
  dialects: {
    SQLite: { sql: 'SELECT "id", "name" FROM "users" WHERE "age" > ? ORDER BY "name" LIMIT ?' },
    PostgreSQL: {
      sql: 'SELECT "id", "name" FROM "users" WHERE "age" > $1 ORDER BY "name" COLLATE "C" LIMIT $2'
    },
    MySQL: {
      sql: 'SELECT `id`, `name` FROM `users` WHERE `age` > ? ORDER BY BINARY `name` LIMIT ?'
    },
    MariaDB: { error: { code: 'UNSUPPORTED', message: 'MariaDB has no lateral joins.' } }
  },
  plan: {
    steps: [
      {
        detail: 'SCAN users',
        explanation: 'Reads every row of users and keeps those that meet the conditions.',
        kind: 'scan',
        hurts: 'An index of users(age) lets it read only the rows that are wanted.',
        children: []
      },
      {
        detail: 'USE TEMP B-TREE FOR ORDER BY',
        explanation: 'Sorts the rows that were found, because no index has them in this order.',
        kind: 'sort',
        children: []
      }
    ]
  }
}

const ofOne = (number: number): StatementRecord => ({
  ...base,
  number,
  sql: 'SELECT "id", "user_id", "title" FROM "posts" WHERE "user_id" = ?',
  parameters: [number],
  durationMs: 0.05 + (number % 5) * 0.07,
  rows: 2,
  reads: ['posts'],
  plan: {
    steps: [
      {
        detail: 'SEARCH posts USING INDEX posts_user_id (user_id=?)',
        explanation: 'Goes through the index posts_user_id to the rows of one user_id.',
        kind: 'search',
        children: []
      }
    ]
  }
})

const insert: StatementRecord = {
  ...base,
  number: 14,
  sql: 'INSERT INTO "posts" ("user_id", "title") VALUES (?, ?) RETURNING "id"',
  parameters: [1, "It's a title with 'quotes'"],
  durationMs: 1.31,
  rows: 1,
  affected: 1,
  access: 'write',
  reads: [],
  writes: ['posts'],
  dialects: {},
  plan: null
}

/** A run that shows something in every panel. */
export const sampleRun: RunState = {
  ...idleRun,
  durationMs: 38,
  schema: sampleSchema,
  statements: [base, ...Array.from({ length: 12 }, (_, index) => ofOne(index + 2)), insert],
  results: [
    {
      title: 'default',
      value: users,
      table: {
        columns: [
          { name: 'id', type: 'int' },
          { name: 'name', type: 'text' },
          { name: 'email', type: 'text' },
          { name: 'age', type: 'int' },
          { name: 'joined', type: 'timestamp' },
          { name: 'posts', type: 'relation' }
        ],
        rows: users.map(({ id, name, email, age }) => [
          id,
          name,
          email,
          age,
          new Date(Date.UTC(2026, 0, id)),
          [{ id: id * 10, title: 'Notes on the engine', published: true }]
        ])
      }
    },
    { title: 'How many', value: { users: 3, posts: 24n, since: new Date(0) } }
  ],
  console: [
    { level: 'log', values: ['3 users', users], at: 12 },
    { level: 'info', values: ['The index is missing'], at: 14 },
    { level: 'warn', values: ['Slow:', 1.31, 'ms'], at: 20, dropped: 128 },
    { level: 'error', values: [new Map([['code', 'UNIQUE_VIOLATION']])], at: 31 },
    { level: 'debug', values: [null, undefined, true, 12n, new Date(0)], at: 33 }
  ],
  findings: [
    {
      kind: 'repeated-shape',
      fingerprint: 'select posts by user_id',
      sql: 'SELECT "id", "user_id", "title" FROM "posts" WHERE "user_id" = ?',
      count: 12,
      statements: Array.from({ length: 12 }, (_, index) => index + 2),
      message:
        'The same query ran 12 times with other values. Load the posts of all users at once: ' +
        'User.with({ posts: true }).'
    }
  ]
}

/** A run that an error ended. */
export const failedRun: RunState = {
  ...sampleRun,
  results: [],
  error: {
    name: 'VersaError',
    code: 'UNIQUE_VIOLATION',
    message: 'A row with the same "email" is in the table "users" already.',
    hint: 'Use upsert to change the row that is there.',
    sql: 'INSERT INTO "users" ("email", "name") VALUES (?, ?)',
    place: { file: 'query.ts', line: 4, column: 12 },
    stack: 'VersaError: …\n  at query.ts:4:12'
  }
}

export const sampleContext: IssueContext = {
  files: [
    { name: 'query.ts', text: "import { User } from './models'\n\nexport default User.all()\n" }
  ],
  versions: { 'versa-orm': '0.1.0', SQLite: '3.54.1', browser: 'Chromium 140' }
}
