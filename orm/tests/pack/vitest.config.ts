import { defineConfig } from 'vitest/config'
import { base } from '../../../scripts/vitest.base.js'

export default defineConfig({
  test: { ...base, testTimeout: 120_000, hookTimeout: 120_000, include: ['*.test.ts'] }
})
