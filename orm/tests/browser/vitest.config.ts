import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { base as playwrightBase } from '../../../scripts/playwright.base.js'
import { base } from '../../../scripts/vitest.base.js'
import { topics } from '../conformance/topics.js'

const { pool: _pool, ...inPages } = base
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

// The cases of ../conformance in Chromium, and those of this folder, against the package's module
// for browsers.
export default defineConfig({
  root: here('../../..'),
  resolve: {
    alias: [
      { find: /^.*\/support\/databases\.js$/, replacement: here('databases.ts') },
      { find: 'node:timers/promises', replacement: here('node/timers-promises.ts') },
      { find: 'node:util', replacement: 'util/' },
      { find: /^versa-orm(\/browser)?$/, replacement: here('../../dist/browser/index.mjs') }
    ]
  },
  test: {
    ...inPages,
    dir: here('..'),
    include: ['browser/*.test.ts', ...topics.map(topic => `**/${topic}.test.ts`)],
    setupFiles: here('set-up.ts'),
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: playwrightBase.use.launchOptions }),
      instances: [{ browser: 'chromium' }]
    }
  }
})
