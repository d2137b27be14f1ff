import type { Peer } from './peer.js'
import { versionOf } from './peers/versions.js'
import type { Result } from './result.js'
import { median, ratioOf } from './statistics.js'

/** What was measured of a contender: of each round, how long it took, or how much it needed. */
export interface Measured {
  readonly peer: Pick<Peer, 'name' | 'kind' | 'package'>
  /** In milliseconds, where it is a time. */
  readonly times: readonly number[]
}

/** The contenders beside the best raw driver and the best other ORM. */
export function resultsOf(
  database: string,
  workload: string,
  measured: readonly Measured[]
): Result[] {
  const best = (kind: Peer['kind']) =>
    measured
      .filter(({ peer }) => peer.kind === kind)
      .sort((left, right) => median(left.times) - median(right.times))[0]
  const raw = best('driver')
  const orm = best('orm')
  return measured.map(({ peer, times }) => {
    const toRaw = raw === undefined ? undefined : ratioOf(times, raw.times)
    const toOrm = orm === undefined ? undefined : ratioOf(times, orm.times)
    return {
      database,
      workload,
      contender: peer.name,
      kind: peer.kind,
      version: versionOf(peer.package),
      median_us: median(times) * 1_000,
      spread: (toRaw ?? toOrm)?.spread ?? [1, 1],
      ratio_raw: toRaw?.ratio ?? null,
      ratio_best_orm: toOrm?.ratio ?? null
    }
  })
}
