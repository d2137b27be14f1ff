/** What is used of `@sqlite.org/sqlite-wasm`. */
export interface SqliteWasmLibrary {
  readonly capi: Capi
  readonly wasm: {
    allocFromTypedArray(bytes: Uint8Array): number
    dealloc(place: number): void
    heap8u(): Uint8Array
  }
  readonly oo1: {
    readonly DB: new (place: {
      readonly filename: string
      readonly vfs: string | null
    }) => SqliteWasmDatabase
  }
}

/** An open database of it. */
export interface SqliteWasmDatabase {
  readonly pointer: number
  prepare(sql: string): { readonly pointer: number; finalize(): void }
  exec(sql: string): unknown
  createFunction(options: {
    name: string
    arity: number
    deterministic: boolean
    flags: number
    xFunc?: (context: number, left: unknown, right: unknown) => unknown
    xStep?: (context: number, value: unknown) => void
    xFinal?: (context: number) => unknown
  }): unknown
  close(): void
}

/** SQLite's C interface, <https://www.sqlite.org/c3ref/funclist.html>. */
export interface Capi {
  readonly SQLITE_TRANSIENT: number
  sqlite3_libversion(): string
  sqlite3_deserialize(
    database: number,
    schema: string,
    bytes: number,
    size: number,
    room: number,
    flags: number
  ): number
  sqlite3_db_config(database: number, option: number, value: number, out: number): number
  sqlite3_create_collation_v2(
    database: number,
    name: string,
    encoding: number,
    context: number,
    compare: (...args: [number, number, number, number, number]) => number,
    destroy: number
  ): number
  sqlite3_aggregate_context(context: number, size: number): number
  sqlite3_bind_parameter_count(statement: number): number
  sqlite3_bind_int64(statement: number, at: number, value: bigint): number
  sqlite3_bind_double(statement: number, at: number, value: number): number
  sqlite3_bind_text(statement: number, at: number, place: number, size: number, end: number): number
  sqlite3_bind_blob(statement: number, at: number, place: number, size: number, end: number): number
  sqlite3_sql(statement: number): string | null
  sqlite3_step(statement: number): number
  sqlite3_stmt_readonly(statement: number): number
  sqlite3_column_count(statement: number): number
  sqlite3_column_name(statement: number, at: number): string | null
  sqlite3_column_decltype(statement: number, at: number): string | null
  sqlite3_column_type(statement: number, at: number): number
  sqlite3_column_int64(statement: number, at: number): bigint | number
  sqlite3_column_double(statement: number, at: number): number
  sqlite3_column_blob(statement: number, at: number): number
  sqlite3_column_bytes(statement: number, at: number): number
  sqlite3_changes(database: number): number
  sqlite3_last_insert_rowid(database: number): bigint | number
  sqlite3_get_autocommit(database: number): number
  sqlite3_js_db_export(database: number): Uint8Array
  sqlite3_extended_errcode(database: number): number
  sqlite3_errmsg(database: number): string
}
