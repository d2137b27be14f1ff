import type { WasmInstance, WasmMemory, WasmTable } from '../web-assembly.js'

/** What is used of sql.js; its own types are a package of their own. */
export interface SqlJsStatic {
  Database: new (data?: Uint8Array) => SqlJsDatabase
  addFunction(work: (...args: number[]) => number, signature: string): number
}

export interface SqlJsDatabase {
  run(sql: string): unknown
  exec(sql: string): { readonly columns: string[]; readonly values: unknown[][] }[]
  prepare(sql: string): SqlJsStatement
  create_function(name: string, work: (...args: never[]) => unknown): unknown
  create_aggregate(
    name: string,
    functions: {
      init(): unknown
      step(state: unknown, value: unknown): unknown
      finalize(state: unknown): unknown
    }
  ): unknown
  getRowsModified(): number
  export(): Uint8Array
  close(): void
}

export interface SqlJsStatement {
  bind(values: unknown[]): boolean
  step(): boolean
  get(values: null, options: { readonly useBigInt: boolean }): unknown[]
  /** The bytes of a cell, of a text's, too. */
  getBlob(at: number): Uint8Array
  getColumnNames(): string[]
  /** Its part of the text that it was prepared of. */
  getSQL(): string
  reset(): void
  free(): boolean
}

/** What sql.js is made of: its memory, and the table of its functions. */
export interface SqlJsModule {
  readonly memory: WasmMemory
  readonly table: WasmTable
}

/** `initSqlJs`, the default export of sql.js. */
export type LoadSqlJs = (options: {
  instantiateWasm(imports: object, done: (instance: WasmInstance) => void): object
}) => Promise<unknown>
