/**
 * The addon's class, as `engine/node/src/native.rs` has it. Every call that answers sets the
 * header; its status says what the returned text is: rows' text, JSON, or an error as JSON.
 */
export interface NativeBinding {
  setParams(tags: Uint8Array, numbers: Float64Array): void
  setRows(tags: Uint8Array, numbers: Float64Array): void
  open(url: string, options: string): string | null
  prepare(session: number, query: string): string | null
  release(session: number, plan: number): void
  ddl(session: number, action: string, definitions: string): string | null
  executeFunction(): (text?: string) => string | undefined
  setBytes(bytes: Uint8Array): void
  stream(text: string): string | null
  streamNext(stream: number): string | null
  streamEnd(stream: number): void
  runSql(session: number, sql: string): string | null
  begin(session: number, options: string): string | null
  end(session: number, outcome: 'commit' | 'rollback' | 'abort'): string | null
  savepoint(session: number, action: 'set' | 'release' | 'rollback', depth: number): string | null
  close(session: number): string | null
  endAll(session: number): void
  closed(session: number): void
  limitNext(timeoutMs: number, cancellable: boolean): void
  cancel(number: number): void
  nextDone(): string | null
  chunk(result: number): string | null
  dropChunks(result: number): void
  rest(): void
  columns(): string
  bytes(): Uint8Array
}

/** The addon's exports. */
export interface NativeAddon {
  NativeEngine: new (
    call: Uint32Array,
    header: Float64Array,
    paramTags: Uint8Array,
    paramNumbers: Float64Array,
    rowTags: Uint8Array,
    rowNumbers: Float64Array,
    wake: () => void
  ) => NativeBinding
}

/** Places in the call: what is asked for; `engine/node/src/scratch.rs` has the same list. */
export const Call = {
  SESSION: 0,
  PLAN: 1,
  CELLS: 2,
  WORKER: 3,
  TEXT_LENGTH: 4,
  LENGTH: 5
} as const

/** Places in the header; `engine/node/src/scratch.rs` has the same list. */
export const Header = {
  STATUS: 0,
  ROWS: 1,
  CELLS: 2,
  MORE: 3,
  AFFECTED: 4,
  KEY_HIGH: 5,
  KEY_LOW: 6,
  HAS_KEY: 7,
  NUMBER: 8,
  HAS_COLUMNS: 9,
  HAS_BYTES: 10,
  REQUEST: 11,
  REST: 12,
  LENGTH: 13
} as const

/** Values of the header's status. */
export const Status = { DONE: 0, PENDING: 1, FAILED: 2, PART: 3 } as const
