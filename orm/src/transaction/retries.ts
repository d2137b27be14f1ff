import { refuseAborted } from '../errors/cancelled.js'
import type { ErrorCode } from '../errors/generated/codes.js'
import { VersaError } from '../errors/versa-error.js'
import { sleep } from '../platform/sleep.js'

/** The pause before the first repetition is this at most, in milliseconds. */
const FIRST_PAUSE_MS = 20
/** No pause is longer. */
const PAUSE_MAX_MS = 1_000
/** How deep a failure may be wrapped by the user's own errors. */
const CAUSES_MAX = 8

/** Failures of a transaction as a whole, which may go well the next time. */
const transient: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SERIALIZATION_FAILURE',
  'DEADLOCK',
  'LOCK_TIMEOUT'
])

/** What was to end is not to begin again. */
const final: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CANCELLED',
  'TIMEOUT',
  'TRANSACTION_TIMEOUT'
])

/** Whether a transaction that failed of this can be run again; the user may have wrapped it. */
export function canRetry(error: unknown): boolean {
  let at = error
  for (let depth = 0; depth < CAUSES_MAX && at instanceof Error; depth++) {
    if (at instanceof VersaError && transient.has(at.code)) return true
    // It was to end: its cause is the reason for that, and no failure.
    if (at instanceof VersaError && final.has(at.code)) return false
    at = at.cause
  }
  return false
}

/** Waits before a repetition; the first one has the number 1. @throws VersaError `CANCELLED`. */
export async function pauseBefore(
  repetition: number,
  signal: AbortSignal | undefined
): Promise<void> {
  refuseAborted(signal)
  try {
    await sleep(pauseMs(repetition, Math.random()), signal)
  } catch (error) {
    refuseAborted(signal)
    throw error
  }
}

/**
 * The pause doubles each time, and chance takes up to half of it: transactions that met must not
 * meet again.
 *
 * @param random From 0 to 1.
 */
export function pauseMs(repetition: number, random: number): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** (repetition - 1), PAUSE_MAX_MS)
  return longest * (1 - random / 2)
}
