// Sets up what a command needs: `node scripts/setup.mjs [NEED] [--verbose]`, where the need is
// build, demo, test, bench, lint, costs or soak.
//
// Only Node's own modules are used until npm's packages are installed. Each step looks first and
// does nothing where nothing is to be done, so every command of package.json begins with it.
import { pathToFileURL } from 'node:url'
import { buildNative } from './build-native.mjs'
import { buildOrm } from './build-orm.mjs'
import { Failure } from './process/failure.mjs'
import { runCommand } from './process/step.mjs'
import { buildBetterSqlite3 } from './setup/better-sqlite3.mjs'
import { provideDatabases } from './setup/databases.mjs'
import { checkNodeVersion } from './setup/node-version.mjs'
import { installNpmPackages } from './setup/npm-packages.mjs'
import { providePgbouncer } from './setup/pgbouncer.mjs'
import { checkRustToolchain } from './setup/rust-toolchain.mjs'
import { provideValgrind } from './setup/valgrind.mjs'

/**
 * @typedef {'native' | 'orm' | 'databases' | 'pgbouncer' | 'better-sqlite3' | 'clippy' |
 *   'valgrind'} Need
 */

/** @type {Record<string, readonly Need[]>} */
const needs = {
  build: ['native', 'orm'],
  demo: ['native', 'orm'],
  test: ['native', 'orm', 'databases', 'pgbouncer', 'valgrind'],
  bench: ['native', 'orm', 'better-sqlite3', 'databases'],
  costs: ['valgrind'],
  soak: ['native', 'orm', 'databases'],
  lint: ['clippy', 'orm']
}

/**
 * Sets up what a command needs.
 *
 * @param {string} what One of `build`, `demo`, `test`, `bench`, `lint`, `costs`, `soak`.
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
  if (wanted.includes('native')) await buildNative()
  if (wanted.includes('orm')) await buildOrm()
  if (wanted.includes('better-sqlite3')) await buildBetterSqlite3()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const what = process.argv.slice(2).find(argument => !argument.startsWith('-'))
  await runCommand(() => setup(what ?? 'build'))
}
