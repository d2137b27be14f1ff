import { defineConfig } from 'vitest/config'
import { base } from '../../scripts/vitest.base.js'

export default defineConfig({ test: { ...base, include: ['tests/**/*.test.ts'] } })
