// Every template, in the order of the list. The first of a page of the documentation has the page's
// name, by which its links find it.
import type { Template } from '../catalogue'
import { blog } from './blog'
import { filesOf } from './files'

type Entry = readonly [id: string, title: string, database: string, description: string]

const groups: Readonly<Record<string, readonly Entry[]>> = {
  'First steps': [
    ['getting-started', 'Getting started', 'empty', 'Two models, written and read.'],
    ['first-query', 'A first query', 'atlas', 'Filters, an order, some columns of countries.'],
    ['connecting', 'Connecting', 'blog', 'A connection with options: a name and a log.'],
    ['models', 'Models', 'empty', 'Columns, checks, generated values, and indexes of some rows.'],
    ['instances', 'Instances', 'blog', 'Change properties, and save what changed.'],
    ['browser', 'In the browser', 'blog', 'A SQLite in this tab, and its file.'],
    ['example-models', 'The models of the examples', 'blog', 'Users, their posts and tags.'],
    ['errors', 'Errors', 'blog', 'Every error has a code and a hint.'],
    ['empty', 'Start from nothing', 'empty', 'One small model to build upon.']
  ],
  Queries: [
    ['queries', 'Filters and order', 'blog', 'Nested conditions, nulls, order, limits.'],
    ['aggregates', 'Aggregates and joins', 'atlas', 'What the cities of each country add up to.'],
    ['subqueries', 'Subqueries', 'blog', 'Queries as filters and as values.'],
    ['pages', 'Pages', 'atlas', 'By number, and behind a cursor.'],
    ['raw-sql', 'SQL of your own', 'atlas', 'Bound values, fragments within queries.'],
    ['stream', 'Streams', 'atlas', 'Thousands of rows, one after another.'],
    ['views', 'Views', 'blog', 'A model whose rows the database computes.'],
    ['cancelling', 'Cancelling and time limits', 'atlas', 'Signals, and limits of time.'],
    ['replicas', 'Replicas', 'blog', 'Sessions that see what they wrote.']
  ],
  Relations: [
    ['relations', 'Eager loading', 'blog', 'One statement for each level, however many rows.'],
    ['many-to-many', 'Many to many', 'atlas', 'The languages of the neighbours of a country.'],
    ['pivot', 'Columns of the table between', 'shop', 'How many of each product an order has.'],
    [
      'conditions-on-relations',
      'Conditions on relations',
      'atlas',
      'Countries with many large cities, and the largest of them.'
    ],
    ['scopes', 'Scopes', 'blog', 'Parts of queries with a name.'],
    ['inheritance', 'Several classes in one table', 'empty', 'Dogs and cats among the animals.']
  ],
  Writing: [
    ['writing', 'Writing many rows', 'blog', 'Bulk updates, counters, writes with joins.'],
    ['upsert', 'Insert or update', 'blog', 'Rows that may exist already, on every database.'],
    ['soft-delete', 'Soft delete', 'empty', 'Marked, restored, and marked together.']
  ],
  Transactions: [
    ['transactions', 'All or nothing', 'shop', 'Credit that is moved, or stays.'],
    ['savepoints', 'Savepoints and hooks', 'blog', 'A part that fails on its own.'],
    ['reliability', 'A write in doubt', 'empty', 'A key that tells whether it is there.']
  ],
  Performance: [
    ['n-plus-one', 'The query in the loop', 'blog', 'N + 1 statements, found and mended.'],
    ['missing-index', 'The missing index', 'shop', 'The same query before and after.']
  ],
  Types: [
    ['decimals', 'Decimals', 'shop', 'Money without a lost digit.'],
    ['dates', 'Dates and instants', 'shop', 'Days without time zones, instants with.'],
    ['json', 'JSON', 'atlas', 'Typed objects in a column.'],
    ['bigint', 'Large whole numbers', 'shop', 'All 64 bits.']
  ]
}

/** All of them; the first one is what the playground begins with. */
export const templates: readonly Template[] = [
  blog,
  ...Object.entries(groups).flatMap(([group, entries]) =>
    entries.map(([id, title, database, description]) => ({
      id,
      title,
      group,
      description,
      database,
      files: filesOf(id, database)
    }))
  )
]
