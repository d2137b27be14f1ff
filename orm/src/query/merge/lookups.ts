import type { EncodedValue } from '../../schema/encoders.js'
import { planFor } from '../plan/plan-for.js'
import { identity } from '../relations/identity.js'
import type { LookupShape } from './lookup-shape.js'
import type { Merger, MergerHost } from './merger.js'
import { roundsOf } from './rounds.js'

/** The most look-ups that one statement answers. */
const MERGED_MAX = 1_000

/** Somebody who waits for the row of a value. */
interface Waiting {
  readonly value: EncodedValue
  readonly resolve: (row: Promise<object | null> | object | null) => void
}

/** A row as a bag of its columns. */
type Row = Readonly<Record<string, unknown>>

/**
 * The row that has a value, with the others that are asked for in this tick. Each caller gets its
 * own row, its own `null`, or its own failure, as if it had asked alone.
 */
export function findMerged(
  merger: Merger,
  shape: LookupShape,
  value: EncodedValue
): Promise<object | null> {
  return new Promise(resolve => {
    merger.add<Waiting>(shape, { value, resolve }, all => {
      for (const round of roundsOf(all, keysOf, MERGED_MAX)) run(merger.host, shape, round)
    })
  })
}

function keysOf({ value }: Waiting): readonly unknown[] {
  return [identity(value)]
}

function run(host: MergerHost, shape: LookupShape, round: readonly Waiting[]): void {
  const [only, second] = round
  if (only === undefined) return
  if (second === undefined) only.resolve(one(host, shape, only.value))
  else void many(host, shape, round)
}

async function one(
  host: MergerHost,
  { source, one }: LookupShape,
  value: EncodedValue
): Promise<object | null> {
  const { rows } = await host.execute(planFor<object>(host, source, one), [value])
  return rows[0] ?? null
}

async function many(
  host: MergerHost,
  shape: LookupShape,
  round: readonly Waiting[]
): Promise<void> {
  const { source, column, many } = shape
  try {
    const plan = planFor<object>(host, source, many)
    const values = round.map(({ value }) => value)
    const { rows } = await host.execute(plan, [values], { merged: round.length })
    const found = new Map<unknown, object>()
    for (const row of rows) {
      const key = identity((row as Row)[column.property])
      if (!found.has(key)) found.set(key, row)
    }
    for (const { value, resolve } of round) {
      const row = found.get(identity(value))
      // Only numbers are equal in the database exactly when they are equal here.
      const certain = row !== undefined || typeof value === 'number' || typeof value === 'bigint'
      resolve(certain ? (row ?? null) : one(host, shape, value))
    }
  } catch {
    // One of them may be to blame, and what it failed of is its caller's own.
    for (const { value, resolve } of round) resolve(one(host, shape, value))
  }
}
