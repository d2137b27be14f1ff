// Stands for support/databases.ts in a page.
import initSqlite from '@sqlite.org/sqlite-wasm'
import initSqlJs from 'sql.js'
import sqlJsUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import {
  type BrowserConnectOptions,
  type ExecutorFactory,
  loadEngine,
  sqliteWasm,
  sqlJs
} from 'versa-orm/browser'
import { beforeAll } from 'vitest'
import engineUrl from '../../dist/browser/versa.wasm?url'
import {
  describeProduct,
  type Open,
  type Product,
  sqlite,
  type TestDatabase
} from '../support/describe-database.js'

export type { Open, TestDatabase, Traits } from '../support/describe-database.js'

/** What a page has for databases. */
const products: readonly Product[] = [
  product('sql.js', 'sqljs::memory:', () => withSqlJs()),
  product('sqlite-wasm', 'sqlite-wasm::memory:', async () => sqliteWasm({ load: initSqlite }))
]

function product(name: string, url: string, executorOf: () => Promise<ExecutorFactory>): Product {
  return {
    name,
    group: 'wasm',
    traits: { ...sqlite, shared: false },
    async provide() {
      const options: BrowserConnectOptions = { executor: await executorOf() }
      return { url, options, remove: async () => {} }
    }
  }
}

/** sql.js as a page has it, with the bytes of a database if there are any. */
export async function withSqlJs(data?: Uint8Array): Promise<ExecutorFactory> {
  const wasm = new Uint8Array(await (await fetch(sqlJsUrl)).arrayBuffer())
  return sqlJs({ load: initSqlJs, wasm, ...(data === undefined ? {} : { data }) })
}

/** Runs the same cases on every SQLite that a page can have. */
export function describeEachDatabase(
  topic: string,
  cases: (open: Open, database: TestDatabase) => void
): void {
  beforeAll(() => loadEngine(new URL(engineUrl, location.href)))
  for (const each of products) describeProduct(topic, each, cases)
}
