import { defineConfig } from 'vitest/config'
import { base } from '../../../scripts/vitest.base.js'

export default defineConfig({
  test: { ...base, testTimeout: 300_000, hookTimeout: 600_000, include: ['*.test.ts'] }
})
