import type { InlineConfig } from 'vitest/node'

/** What the tests of all packages have in common. */
export const base: InlineConfig = {
  // Processes, not threads: the native addon is loaded once per process, as in an application.
  pool: 'forks',
  maxWorkers: 2,
  // The databases and the compilers share the machine with the tests.
  testTimeout: 60_000,
  hookTimeout: 180_000,
  allowOnly: false,
  passWithNoTests: false
}
