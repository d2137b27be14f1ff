// The ORM that runs here. Only this file says where it comes from.

export * as versaOrm from 'versa-orm/browser'
export {
  type BrowserConnectOptions as ConnectOptions,
  connect,
  type Database,
  type ExecutorFactory,
  exportDatabase,
  inspect,
  loadEngine,
  type StatementEvent,
  sqliteWasm,
  sqlJs
} from 'versa-orm/browser'
