import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { base } from '../scripts/vitest.base.js'

const source = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** `npm run coverage` runs the tests on the sources, so that lines are those of the sources. */
export default defineConfig({
  test: {
    ...base,
    include: ['tests/**/*.test.ts'],
    exclude: ['browser', 'cli', 'faults', 'pack', 'wasm'].map(folder => `tests/${folder}/**`),
    alias: { 'versa-orm': source('src/index.ts') },
    // The engine counts, and is built without optimisation.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      // What failed is told; what ran is known all the same.
      reportOnFailure: true,
      include: ['src/**/*.ts'],
      exclude: ['src/**/generated/**'],
      reporter: ['lcovonly'],
      reportsDirectory: source('../target/coverage/orm')
    }
  }
})
