/** What `engine/wasm` exports. Failures are thrown as the error's JSON, a string. */
export interface WasmModule {
  compile(query: string, product: string): string
  ddl(action: string, definitions: string, product: string): string
  explain(rows: string): string
  findings(statements: string): string
  failureOf(code: number, message: string, sql: string): string
  compareDecimals(left: string, right: string): number
  addDecimals(left?: string | null, right?: string | null): string | undefined
  sumDecimals(values: string[]): string | undefined
  SqliteEngine: new () => SqliteEngine
}

/** What the module knows of one open database. */
export interface SqliteEngine {
  prepare(query: string): string
  release(plan: number): void
  bind(
    plan: number,
    tags: Uint8Array,
    numbers: Float64Array,
    text: Uint16Array,
    bytes: Uint8Array
  ): Bindings
  columns(plan: number, names: string[], declared: string[]): string
  decode(
    plan: number,
    names: string[],
    declared: string[],
    tags: Uint8Array,
    numbers: Float64Array,
    text: Uint16Array,
    bytes: Uint8Array
  ): DecodedRows
  failure(plan: number, code: number, message: string): string
  free(): void
}

/** A statement with what is bound to it. */
export interface Bindings {
  readonly sql: string
  readonly runs: number
  readonly bulk: boolean
  readonly placeholders: number
  readonly tags: Uint8Array
  readonly numbers: Float64Array
  readonly text: string
  readonly bytes: Uint8Array
  free(): void
}

/** Decoded rows, chunk after chunk. */
export interface DecodedRows {
  next(): boolean
  readonly rows: number
  readonly tags: Uint8Array
  readonly numbers: Float64Array
  readonly text: string
  readonly bytes: Uint8Array
  free(): void
}
