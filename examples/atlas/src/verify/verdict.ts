import { isDeepStrictEqual } from 'node:util'

/** What a step found, and what the packages' data says it must find. */
export interface Fact {
  readonly what: string
  readonly actual: unknown
  readonly expected: unknown
}

/** The facts that are not as they must be. */
export function differences(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ actual, expected }) => !isDeepStrictEqual(actual, expected))
}
