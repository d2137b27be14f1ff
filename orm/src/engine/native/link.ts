import { cancelledBy } from '../../errors/cancelled.js'
import { ParamWriter } from '../../rows/param-writer.js'
import type {
  Decoding,
  ExecuteResult,
  PackedChunk,
  Param,
  ResultColumn,
  RowDecoder,
  StatementLimits
} from '../engine.js'
import { Call, Header, type NativeAddon, type NativeBinding, Status } from './binding.js'
import { errorOf, keyOf } from './results.js'

/** Cells of rows that fit into the shared memory at first: `MAX_CHUNK_CELLS` of the engine. */
const ROW_CELLS = 8_192

/** The longest time a timer can have, in milliseconds. */
const FOR_EVER_MS = 2_147_483_647

/** As it is now: clocks of tests replace it, and never get round to calling. */
const endOfTurn = setImmediate

const NO_BYTES: Uint8Array = new Uint8Array(0)

/** What becomes of an answer when it comes; called with its text, the header still set. */
interface Pending {
  settle(text: string | null): void
  /** Takes a part of its rows that comes before it. */
  part(text: string | null): void
}

/**
 * The link to the addon, one per JavaScript thread: the shared memory, the answers, and the
 * requests that are still pending.
 */
export class NativeLink {
  readonly binding: NativeBinding
  readonly params: ParamWriter
  /** Runs what was asked for; its argument is the text of the parameters, if they have any. */
  readonly run: (text?: string) => string | undefined
  readonly call = new Uint32Array(Call.LENGTH)
  readonly header = new Float64Array(Header.LENGTH)

  readonly #rest = (): void => this.binding.rest()
  readonly #pending = new Map<number, Pending>()
  /** Keeps the process alive while something is pending, and only then. */
  readonly #keepAlive = setInterval(() => {}, FOR_EVER_MS).unref()
  readonly #chunk = {
    rows: 0,
    tags: new Uint8Array(ROW_CELLS),
    numbers: new Float64Array(ROW_CELLS),
    text: '',
    bytes: NO_BYTES
  } satisfies PackedChunk

  constructor(addon: NativeAddon) {
    this.params = new ParamWriter((tags, numbers) => this.binding.setParams(tags, numbers))
    this.binding = new addon.NativeEngine(
      this.call,
      this.header,
      this.params.tags,
      this.params.numbers,
      this.#chunk.tags,
      this.#chunk.numbers,
      () => this.#settleAll()
    )
    this.run = this.binding.executeFunction()
  }

  /** Says which plan is to be run where, and packs its parameters. */
  ask(session: number, plan: number, params: readonly Param[], worker: boolean): void {
    this.params.write(params)
    const { call } = this
    call[Call.SESSION] = session
    call[Call.PLAN] = plan
    call[Call.CELLS] = this.params.cells
    call[Call.WORKER] = worker ? 1 : 0
    call[Call.TEXT_LENGTH] = this.params.text.length
    if (this.params.bytes !== undefined) this.binding.setBytes(this.params.bytes)
  }

  /** Says when the next call is to end before its time. */
  limitNext(limits: StatementLimits | undefined): void {
    const { signal, timeoutMs = 0 } = limits ?? {}
    if (signal === undefined && timeoutMs === 0) return
    this.binding.limitNext(timeoutMs, signal !== undefined)
  }

  /** The answer to the request that was just begun, which is cancelled with the signal. */
  async cancellable<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
    const request = this.header[Header.REQUEST] ?? 0
    const cancel = (): void => this.binding.cancel(request)
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await answer
    } catch (error) {
      throw cancelledBy(signal, error)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Has the engine give back, at the end of this turn, what it keeps for further statements. */
  restSoon(): void {
    endOfTurn(this.#rest)
  }

  /** What an answer brings, at once or later. `read` is called with the header still set. */
  answer<T>(text: string | null, read: (text: string | null) => T): T | Promise<T> {
    switch (this.header[Header.STATUS]) {
      case Status.DONE:
        return read(text)
      case Status.PENDING:
        return this.#later(read)
      default:
        throw errorOf(text)
    }
  }

  /** The rows of an answer that comes later, part by part if they are many. */
  laterResult<Row>(
    columns: readonly ResultColumn[],
    decoding: Decoding<Row>
  ): Promise<ExecuteResult<Row>> {
    const parts: Row[] = []
    return this.#later(
      text => this.result(text, columns, decoding, parts),
      // Parts come only where the columns are known beforehand.
      text => this.rows(text, decoding.decoder(columns), parts)
    )
  }

  /** The rows of an answer; columns are the plan's, or the answer's where the plan has none. */
  result<Row>(
    text: string | null,
    columns: readonly ResultColumn[],
    decoding: Decoding<Row>,
    rows: Row[] = []
  ): ExecuteResult<Row> {
    const affected = this.header[Header.AFFECTED] ?? 0
    const lastInsertId = keyOf(this.header)
    const known = this.columnsOr(columns)
    if (this.header[Header.CELLS] !== 0) this.rows(text, decoding.decoder(known), rows)
    return { rows, affected, lastInsertId }
  }

  /** The columns that came with an answer, or those given. */
  columnsOr(columns: readonly ResultColumn[]): readonly ResultColumn[] {
    if (this.header[Header.HAS_COLUMNS] !== 1) return columns
    const parsed: ResultColumn[] = JSON.parse(this.binding.columns())
    return parsed
  }

  /** Decodes the chunk of an answer and those waiting behind it. */
  rows<Row>(text: string | null, decode: RowDecoder<Row>, rows: Row[]): void {
    let current = text
    for (;;) {
      const more = this.header[Header.MORE] ?? 0
      if (this.header[Header.ROWS] === 0) {
        this.#grow(this.header[Header.CELLS] ?? 0)
      } else {
        try {
          decode(this.#packed(current), rows)
        } catch (error) {
          if (more !== 0) this.binding.dropChunks(more)
          throw error
        }
        if (more === 0) return
      }
      current = this.binding.chunk(more)
    }
  }

  #packed(text: string | null): PackedChunk {
    this.#chunk.rows = this.header[Header.ROWS] ?? 0
    this.#chunk.text = text ?? ''
    this.#chunk.bytes = this.header[Header.HAS_BYTES] === 1 ? this.binding.bytes() : NO_BYTES
    return this.#chunk
  }

  /** One row had more cells than a chunk usually has. */
  #grow(cells: number): void {
    this.#chunk.tags = new Uint8Array(cells)
    this.#chunk.numbers = new Float64Array(cells)
    this.binding.setRows(this.#chunk.tags, this.#chunk.numbers)
  }

  async #later<T>(
    read: (text: string | null) => T,
    part: (text: string | null) => void = () => {}
  ): Promise<T> {
    try {
      return await this.#settled(read, part)
    } catch (error) {
      // The error was made when the answer came, on a stack without the caller. Here the stack is
      // that of whoever awaits.
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }

  #settled<T>(read: (text: string | null) => T, part: (text: string | null) => void): Promise<T> {
    const request = this.header[Header.REQUEST] ?? 0
    if (this.#pending.size === 0) this.#keepAlive.ref()
    return new Promise<T>((resolve, reject) => {
      const attempt = (work: () => void): void => {
        try {
          work()
        } catch (error) {
          reject(error)
        }
      }
      this.#pending.set(request, {
        settle: text =>
          attempt(() => {
            if (this.header[Header.STATUS] === Status.FAILED) reject(errorOf(text))
            else resolve(read(text))
          }),
        part: text => attempt(() => part(text))
      })
    })
  }

  #settleAll(): void {
    for (;;) {
      const text = this.binding.nextDone()
      if (this.header[Header.STATUS] === Status.PENDING) return
      const request = this.header[Header.REQUEST] ?? 0
      const pending = this.#pending.get(request)
      if (this.header[Header.STATUS] === Status.PART) {
        pending?.part(text)
        continue
      }
      this.#pending.delete(request)
      if (this.#pending.size === 0) this.#keepAlive.unref()
      pending?.settle(text)
    }
  }
}
