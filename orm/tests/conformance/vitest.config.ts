import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { base } from '../../../scripts/vitest.base.js'
import { topics, topicsInNode } from './topics.js'

// Those cases on SQLite in WebAssembly, in Node.js; ../browser runs them in Chromium.
export default defineConfig({
  test: {
    ...base,
    dir: fileURLToPath(new URL('..', import.meta.url)),
    include: [...topics, ...topicsInNode].map(topic => `**/${topic}.test.ts`),
    env: { VERSA_TEST_DATABASES: 'wasm' }
  }
})
