/**
 * What pages and workers import: all of `versa-orm`, but for how a database is opened.
 *
 * @module versa-orm/browser
 */
export { type BrowserConnectOptions, connect, exportDatabase } from './browser/connect.js'
export { inspect } from './browser/inspect.js'
export type {
  DdlOf,
  DialectName,
  Finding,
  InspectedColumn,
  InspectedIndex,
  InspectedRelation,
  InspectedSchema,
  InspectedTable,
  PlanStep,
  QueryPlan
} from './browser/inspected.js'
export { loadEngine } from './browser/load.js'
export type { StatementEvent } from './engine/statement-event.js'
export {
  type Decimals,
  type Executed,
  type Executor,
  type ExecutorFactory,
  SqliteFailure,
  type SqliteValue,
  type Wanted
} from './engine/wasm/executor.js'
export { type SqliteWasmOptions, sqliteWasm } from './engine/wasm/sqlite-wasm/executor.js'
export { type SqlJsOptions, sqlJs } from './engine/wasm/sqljs/executor.js'
export * from './everywhere.js'
