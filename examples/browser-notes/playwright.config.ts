import { defineConfig } from '@playwright/test'
import { base } from '../../scripts/playwright.base.js'

export default defineConfig({
  ...base,
  testDir: 'tests',
  outputDir: 'tests/artefacts/results',
  globalSetup: './tests/support/serve.ts',
  use: { ...base.use, viewport: { width: 1000, height: 700 } }
})
