import type { PeerKind } from './peer.js'

/** What was measured of a contender in a workload. */
export interface Result {
  readonly database: string
  readonly workload: string
  readonly contender: string
  readonly kind: PeerKind
  readonly version: string
  /** Median of one run, in microseconds; means something beside the others' only. Null: no time. */
  readonly median_us: number | null
  /** The lowest and highest ratio of the middle half of the rounds. */
  readonly spread: readonly [number, number]
  /** How many times as fast as the fastest raw driver; null where none takes part. */
  readonly ratio_raw: number | null
  /** How many times as fast as the fastest ORM besides VersaORM; null where none takes part. */
  readonly ratio_best_orm: number | null
  /** Of requests: the times that half, 95 and 99 of a hundred took at most, in microseconds. */
  readonly latency_us?: { readonly p50: number; readonly p95: number; readonly p99: number }
  /** Of memory: how much is held, in bytes, and how much the process grew by. */
  readonly bytes?: { readonly held: number; readonly resident: number }
  /** Of growth: by which power of what grows the time grows. */
  readonly slope?: number
}

/** A contender that could not do a workload. */
export interface Failure {
  readonly database: string
  readonly workload: string
  readonly contender: string
  readonly message: string
}
