import { asyncContext } from '../platform/async-context.js'

/** For how long an async context that wrote reads from the primary, in milliseconds. */
const CONTEXT_MS = 10_000

/** What belongs together: who writes in it, reads what was written. */
interface Session {
  /** Until when its reads go to the primary, by the clock of `performance`. */
  stickyUntil: number
  /** Whether it is one of `db.session`: those stay with the primary for as long as they last. */
  readonly lasting: boolean
}

/** The sessions in which the program is, by their database. */
const sessions = asyncContext<ReadonlyMap<object, Session>>()

/**
 * Which reads have to see what was written before: those of the session in which it was, and, where
 * `stickyMs` says so, all of the database for a time.
 */
export class Stickiness {
  #stickyUntil = 0

  /** @param stickyMs For how long all reads go to the primary after a write. */
  constructor(private readonly stickyMs: number) {}

  /** Runs something as a session; within one, it is a part of it. */
  session<T>(work: () => T): T {
    const store = sessions.getStore()
    if (store?.get(this)?.lasting === true) return work()
    const session: Session = { stickyUntil: 0, lasting: true }
    return sessions.run(new Map(store).set(this, session), work)
  }

  /** Whether a read has to go to the primary here and now. */
  get isSticky(): boolean {
    const now = performance.now()
    if (now < this.#stickyUntil) return true
    const session = sessions.getStore()?.get(this)
    return session !== undefined && now < session.stickyUntil
  }

  /**
   * Something is written, here and now; the function says that it is done. Has to be called before
   * anything is awaited: only then it is the caller's context.
   */
  writes(): () => void {
    const session = this.#sessionOfContext()
    const mark = (): void => {
      const now = performance.now()
      session.stickyUntil = session.lasting ? Infinity : now + CONTEXT_MS
      this.#stickyUntil = now + this.stickyMs
    }
    mark()
    return mark
  }

  /**
   * The session of `db.session`, or a new one of this async context. What other contexts have
   * inherited stays as it is: a write of one request says nothing of another.
   */
  #sessionOfContext(): Session {
    const store = sessions.getStore()
    const known = store?.get(this)
    if (known?.lasting === true) return known
    const session: Session = { stickyUntil: 0, lasting: false }
    sessions.enterWith(new Map(store).set(this, session))
    return session
  }
}
