// Sets up what a command needs: `node scripts/setup.mjs [NEED] [--verbose]`, where the need is
// build, demo, test, bench, lint, costs, soak, playground or docs.
//
// Only Node's own modules are used until npm's packages are installed. Each step looks first and
// does nothing where nothing is to be done, so every command of package.json begins with it.
import { pathToFileURL } from 'node:url'
import { buildDocsPackage } from './build-docs-package.mjs'
import { buildNative } from './build-native.mjs'
import { buildOrm } from './build-orm.mjs'
import { buildOrmBrowser } from './build-orm-browser.mjs'
import { buildPlayground } from './build-playground.mjs'
import { buildSite } from './build-site.mjs'
import { buildWasm } from './build-wasm.mjs'
import { Failure } from './process/failure.mjs'
import { runCommand } from './process/step.mjs'
import { buildBetterSqlite3 } from './setup/better-sqlite3.mjs'
import { provideChromium } from './setup/chromium.mjs'
import { provideDatabases } from './setup/databases.mjs'
import { checkNodeVersion } from './setup/node-version.mjs'
import { installNpmPackages } from './setup/npm-packages.mjs'
import { providePgbouncer } from './setup/pgbouncer.mjs'
import { checkRustToolchain } from './setup/rust-toolchain.mjs'
import { provideValgrind } from './setup/valgrind.mjs'

/**
 * What may be needed: engines (`native`, `wasm`), the package for Node (`orm`) and for browsers
 * (`orm-browser`), the `playground` built of it, the `site` with all of them, the documentation in
 * the package (`docs-package`), servers, and tools.
 *
 * @typedef {'native' | 'wasm' | 'orm' | 'orm-browser' | 'playground' | 'site' | 'docs-package' |
 *   'databases' | 'pgbouncer' | 'better-sqlite3' | 'clippy' | 'valgrind' | 'chromium'} Need
 */

/** @type {Record<string, readonly Need[]>} */
const needs = {
  build: ['native', 'wasm', 'orm', 'orm-browser', 'playground', 'site', 'docs-package'],
  demo: ['native', 'orm'],
  test: [
    'native',
    'wasm',
    'orm',
    'orm-browser',
    'playground',
    'site',
    'docs-package',
    'databases',
    'pgbouncer',
    'valgrind',
    'chromium'
  ],
  bench: ['native', 'wasm', 'orm', 'better-sqlite3', 'databases'],
  costs: ['valgrind'],
  soak: ['native', 'orm', 'databases'],
  lint: ['clippy', 'wasm', 'orm', 'orm-browser'],
  playground: ['wasm', 'orm', 'orm-browser', 'playground'],
  docs: ['wasm', 'orm', 'orm-browser', 'playground', 'site']
}

/**
 * Sets up what a command needs.
 *
 * @param {string} what One of `build`, `demo`, `test`, `bench`, `lint`, `costs`, `soak`,
 *   `playground`, `docs`.
 * @throws {Failure} With what to do where a step cannot be done.
 */
export async function setup(what) {
  const wanted = needs[what]
  if (wanted === undefined) {
    throw new Failure(`There is no "${what}" to set up, only ${Object.keys(needs).join(', ')}.`)
  }
  await setupFor(wanted)
}

/**
 * Sets up the things named.
 *
 * @param {readonly Need[]} wanted
 */
export async function setupFor(wanted) {
  checkNodeVersion()
  await installNpmPackages()
  await checkRustToolchain({ lint: wanted.includes('clippy') })
  // Before the long builds: a person who is asked should not be asked after minutes.
  if (wanted.includes('databases')) await provideDatabases(['postgres', 'mariadb'])
  if (wanted.includes('pgbouncer')) await providePgbouncer()
  if (wanted.includes('valgrind')) await provideValgrind()
  if (wanted.includes('chromium')) await provideChromium()
  // Side by side: each ends with minutes of one core.
  await Promise.all([
    wanted.includes('native') && buildNative(),
    wanted.includes('wasm') && buildWasm()
  ])
  if (wanted.includes('orm')) await buildOrm()
  if (wanted.includes('orm-browser')) await buildOrmBrowser()
  if (wanted.includes('playground')) await buildPlayground()
  if (wanted.includes('site')) await buildSite()
  if (wanted.includes('docs-package')) await buildDocsPackage()
  if (wanted.includes('better-sqlite3')) await buildBetterSqlite3()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const what = process.argv.slice(2).find(argument => !argument.startsWith('-'))
  await runCommand(() => setup(what ?? 'build'))
}
