import type { Query } from '../../ast/generated/ast.js'
import type { Definitions } from '../../ast/generated/schema.js'
import type {
  DdlAction,
  Engine,
  EngineDatabase,
  EngineOptions,
  EngineTransaction,
  Plan,
  StatementLimits,
  TransactionOptions
} from '../engine.js'
import { Header, Status } from './binding.js'
import type { NativeLink } from './link.js'
import { errorOf } from './results.js'
import { beginTransaction, NativeSession } from './session.js'

/** The native engine. */
export class NativeEngine implements Engine {
  constructor(private readonly link: NativeLink) {}

  async open(url: string, options: EngineOptions): Promise<EngineDatabase> {
    const { link } = this
    const read = (text: string | null) => {
      const server: { product: string; version: string; answersAtOnce: boolean } = JSON.parse(
        text ?? '{}'
      )
      return { ...server, session: link.header[Header.NUMBER] ?? 0 }
    }
    const opened = await link.answer(link.binding.open(url, JSON.stringify(options)), read)
    return new NativeDatabase(link, opened.session, opened)
  }
}

class NativeDatabase extends NativeSession implements EngineDatabase {
  readonly product: string
  readonly version: string
  readonly answersAtOnce: boolean
  #closing: Promise<void> | undefined

  constructor(
    link: NativeLink,
    session: number,
    server: { readonly product: string; readonly version: string; readonly answersAtOnce: boolean }
  ) {
    super(link, session)
    this.product = server.product
    this.version = server.version
    this.answersAtOnce = server.answersAtOnce
  }

  prepare(query: Query): Plan {
    return JSON.parse(this.#json(this.link.binding.prepare(this.session, JSON.stringify(query))))
  }

  release(plan: Plan): void {
    this.link.binding.release(this.session, plan.id)
  }

  ddl(action: DdlAction, definitions: Definitions): string[] {
    const { binding } = this.link
    return JSON.parse(this.#json(binding.ddl(this.session, action, JSON.stringify(definitions))))
  }

  begin(options: TransactionOptions, limits?: StatementLimits): Promise<EngineTransaction> {
    return beginTransaction(this.link, this.session, options, limits)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  end(): void {
    this.link.binding.endAll(this.session)
  }

  async #close(): Promise<void> {
    const { binding } = this.link
    try {
      await this.link.answer(binding.close(this.session), () => {})
    } finally {
      binding.closed(this.session)
    }
  }

  #json(text: string | null): string {
    if (this.link.header[Header.STATUS] === Status.FAILED) throw errorOf(text)
    return text ?? 'null'
  }
}
