import { defineConfig } from 'vitest/config'
import { base } from '../scripts/vitest.base.js'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { ...base, include: ['tests/**/*.test.{ts,tsx}'] }
})
