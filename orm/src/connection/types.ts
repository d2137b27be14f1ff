import type { TransactionOptions } from '../engine/engine.js'
import type { LooseRow, TableQuery } from '../query/types/table-query.js'
import type { StatementTemplate } from './raw-statement.js'
import type { SchemaEditor } from './schema-editor.js'

/** What tables, statements and transactions can be asked of. */
export interface Connection {
  /**
   * A table without a model, by its name or `schema.name`.
   *
   * @example
   * const rows = await db.table('users').where('id', 1).rows()
   */
  table<Row extends object = LooseRow>(name: string): TableQuery<Row>
  /** A statement of your own, with bound values; see {@link StatementTemplate}. */
  readonly sql: StatementTemplate
  /**
   * Runs a function in a transaction: committed when it returns, rolled back when it throws. Models
   * and queries used in it, or in what it calls, take part by themselves. Within a transaction it
   * is a savepoint.
   *
   * @returns What the function returns.
   * @example
   * await db.transaction(async () => {
   *   const user = await User.create({ name: 'Ada' })
   *   await Post.create({ userId: user.id, title: 'First' })
   * }, { isolation: 'serializable' })
   */
  transaction<T>(
    work: (transaction: Connection) => Promise<T>,
    options?: TransactionOptions
  ): Promise<T>
}

/**
 * An open database; made by {@link connect}. The first one that is open is the default of all
 * models; bind them to another with `User.using(db)`.
 */
export interface Database extends Connection, AsyncDisposable {
  /** `SQLite`, `PostgreSQL`, `MySQL` or `MariaDB`. */
  readonly product: string
  /** The version, as the database says it. */
  readonly version: string
  /** Creates and drops tables. */
  readonly schema: SchemaEditor
  /** Closes it, after what is running. Closing twice is no error. */
  close(): Promise<void>
}
