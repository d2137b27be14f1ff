import type { Session } from '../peer.js'

/** A piece of work that contenders are compared by. */
export interface Workload {
  readonly name: string
  /** The method that a contender needs. */
  readonly needs: keyof Session
  /** Does the work once. `round` counts the runs, so that no two of them ask for the same. */
  readonly run: (session: Session, round: number) => unknown
  /**
   * What contenders are compared by before they are measured: what the run returns, the notes that
   * are there afterwards, or nothing (texts of queries differ).
   */
  readonly compare: 'result' | 'notes' | 'nothing'
  /** How many runs are as much work as one is worth waiting for: fewer for slow ones. */
  readonly heavy?: boolean
  /** Left out of a quick run. */
  readonly thorough?: boolean
}
