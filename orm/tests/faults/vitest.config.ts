import { defineConfig } from 'vitest/config'
import { base } from '../../../scripts/vitest.base.js'
import { chosenServers } from './support/chosen-servers.js'

export default defineConfig({
  test: {
    ...base,
    include: ['**/*.test.ts'],
    exclude: chosenServers().length === 0 ? ['servers/**'] : [],
    globalSetup: './global-set-up.ts',
    // Servers start and recover in it, ten thousand streams are broken off.
    testTimeout: 120_000,
    hookTimeout: 120_000
  }
})
