import type { PlaywrightTestConfig } from '@playwright/test'
import { chromiumPath } from './setup/chromium.mjs'

/** Chromium as a test wants it: it asks nothing of the network but what the page asks. */
const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** How the browser tests of every package run: `dist` is built before, they only serve it. */
export const base = {
  testDir: 'e2e',
  outputDir: 'e2e/artefacts/results',
  globalSetup: './e2e/support/serve.ts',
  reporter: 'list',
  // Another runner of `npm test` works at the same time.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments }
  }
} satisfies PlaywrightTestConfig
