import { inspect } from 'node:util'
import { VersaError } from 'versa-orm'
import { expect } from 'vitest'

/** A value that must never turn up in an error; put it where a user's value goes. */
export const canary = 'canary-7f3a91'

/** Input as it comes from a request: the compiler has not seen it. */
export function fromOutside<T>(value: unknown): T {
  return value as T
}

/** The error that an action throws or rejects with; it has to be a VersaError. */
export async function failureOf(action: () => unknown): Promise<VersaError> {
  let outcome: unknown
  try {
    outcome = await action()
  } catch (error) {
    if (error instanceof VersaError) return error
    throw new Error(`not a VersaError: ${inspect(error)}`, { cause: error })
  }
  throw new Error(`no error, but ${inspect(outcome)}`)
}

/** What is expected of an error; a pattern where databases word something differently. */
export interface Expected {
  readonly code: VersaError['code']
  readonly table?: string
  readonly column?: string
  readonly constraint?: string | RegExp
  /** What message and hint together have to name. */
  readonly names?: string | RegExp
}

/**
 * Expects an action to fail with a VersaError that says what, where and how to mend it, and does
 * not quote the canary.
 */
export async function expectFailure(
  action: () => unknown,
  expected: Expected
): Promise<VersaError> {
  const error = await failureOf(action)
  const { names, constraint, ...exact } = expected
  expect(error).toMatchObject(exact)
  if (constraint !== undefined) expect(error.constraint).toMatch(constraint)
  if (names !== undefined) expect(`${error.message} ${error.hint ?? ''}`).toMatch(names)
  expect(error.hint, `${error.message} has no hint`).toMatch(/\w/)
  expect(visibleText(error)).not.toContain(canary)
  return error
}

/** All that a log would show of an error. */
export function visibleText(error: VersaError): string {
  return inspect(error, { depth: 10, showHidden: true })
}
