import type { PeerKind } from './peer.js'

/** What was measured of a contender in a workload. */
export interface Result {
  readonly database: string
  readonly workload: string
  readonly contender: string
  readonly kind: PeerKind
  readonly version: string
  /** Median of one run, in microseconds; it means something beside the others' only. */
  readonly median_us: number
  /** The lowest and highest ratio of the middle half of the rounds. */
  readonly spread: readonly [number, number]
  /** How many times as fast as the fastest raw driver; null where none takes part. */
  readonly ratio_raw: number | null
  /** How many times as fast as the fastest ORM besides VersaORM; null where none takes part. */
  readonly ratio_best_orm: number | null
}

/** A contender that could not do a workload. */
export interface Failure {
  readonly database: string
  readonly workload: string
  readonly contender: string
  readonly message: string
}
