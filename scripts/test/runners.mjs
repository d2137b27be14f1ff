import { cargoTests } from './cargo.mjs'
import { costsTests } from './costs.mjs'
import { playwrightTests } from './playwright.mjs'
import { siteTests } from './site.mjs'
import { soakTests } from './soak.mjs'
import { typesTests } from './types.mjs'
import { typesCostTests } from './types-cost.mjs'
import { vitestTests } from './vitest.mjs'

/** @import { Need } from '../setup.mjs' */

/**
 * How many tests passed, failed and were left out; `output` explains failures.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, output: string }} Outcome
 */

/**
 * Something that runs tests.
 *
 * @typedef {object} Runner
 * @property {string} name What `npm test -- NAME` calls it.
 * @property {readonly Need[]} needs What has to be set up.
 * @property {(progress: (line: string) => void) => Promise<Outcome>} run
 */

/** @type {readonly Need[]} */
const everything = ['native', 'orm', 'databases']

/** @type {readonly Need[]} */
const forBrowsers = ['wasm', 'orm', 'orm-browser']

/** How many runners run at once: each of them is mostly one process that waits for others. */
export const atOnce = 2

/**
 * All runners in the order in which they begin. The long ones come first, so that all end at about
 * the same time; those of Rust are not side by side, as cargo lets only one build at a time.
 *
 * @type {readonly Runner[]}
 */
export const runners = [
  { name: 'engine', needs: ['databases'], run: cargoTests },
  { name: 'types', needs: ['orm'], run: typesTests },
  { name: 'types-cost', needs: ['orm'], run: typesCostTests },
  { name: 'orm', needs: [...everything, 'pgbouncer'], run: vitestTests('orm') },
  { name: 'docs', needs: [...everything, ...forBrowsers], run: vitestTests('docs-tests') },
  { name: 'costs', needs: ['native', 'valgrind'], run: costsTests },
  {
    name: 'in-browser',
    needs: [...forBrowsers, 'chromium'],
    run: vitestTests('orm/tests/browser')
  },
  {
    name: 'conformance',
    needs: [...forBrowsers, 'native'],
    run: vitestTests('orm/tests/conformance')
  },
  {
    name: 'cli',
    needs: [...everything, ...forBrowsers, 'playground', 'site', 'docs-package', 'chromium'],
    run: vitestTests('orm/tests/cli')
  },
  {
    name: 'pack',
    needs: ['native', ...forBrowsers, 'playground', 'site', 'docs-package', 'chromium'],
    run: vitestTests('orm/tests/pack')
  },
  {
    name: 'browser',
    needs: [...forBrowsers, 'playground', 'chromium'],
    run: playwrightTests('playground')
  },
  { name: 'site', needs: [...forBrowsers, 'playground', 'site', 'chromium'], run: siteTests },
  { name: 'faults', needs: everything, run: vitestTests('orm/tests/faults') },
  { name: 'playground', needs: forBrowsers, run: vitestTests('playground') },
  {
    name: 'browser-notes',
    needs: [...forBrowsers, 'chromium'],
    run: playwrightTests('examples/browser-notes')
  },
  { name: 'soak', needs: everything, run: soakTests },
  { name: 'scripts', needs: ['orm'], run: vitestTests('scripts') },
  { name: 'wasm', needs: forBrowsers, run: vitestTests('orm/tests/wasm') },
  { name: 'bench', needs: [], run: vitestTests('bench') },
  { name: 'atlas', needs: everything, run: vitestTests('examples/atlas') },
  { name: 'express-rest', needs: ['native', 'orm'], run: vitestTests('examples/express-rest') },
  {
    name: 'fastify-openapi',
    needs: ['native', 'orm'],
    run: vitestTests('examples/fastify-openapi')
  },
  { name: 'hono-sqlite', needs: ['native', 'orm'], run: vitestTests('examples/hono-sqlite') }
]
