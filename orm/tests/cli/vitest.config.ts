import { defineConfig } from 'vitest/config'
import { base } from '../../../scripts/vitest.base.js'

// The command as it is built, from `orm/dist`.
export default defineConfig({
  test: { ...base, include: ['**/*.test.ts'], testTimeout: 180_000 }
})
