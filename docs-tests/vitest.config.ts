import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { base } from '../scripts/vitest.base.js'

export default defineConfig({
  test: {
    ...base,
    include: ['tests/**/*.test.ts', 'peers/**/*.test.ts'],
    // The compiler is loaded once by each worker: nothing of a test is left in its modules.
    isolate: false,
    // Each block is a process: more of them than processors would only wait for each other.
    maxConcurrency: availableParallelism() + 1
  }
})
