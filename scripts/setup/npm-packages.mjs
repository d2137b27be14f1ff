import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { contentHash, recall, remember } from '../process/content-hash.mjs'
import { inRepository } from '../process/repository.mjs'
import { mustRun } from '../process/run.mjs'
import { step } from '../process/step.mjs'

const manifests = [
  'package.json',
  'orm/package.json',
  'bench/package.json',
  'docs-tests/package.json',
  'playground/package.json',
  'site/package.json',
  ...readdirSync(inRepository('examples')).map(name => `examples/${name}/package.json`)
].filter(file => existsSync(inRepository(file)))

/**
 * Installs the npm packages of all workspaces as the lockfile says.
 *
 * Install scripts do not run: the only package that needs one is better-sqlite3, which the
 * benchmark alone uses and which `better-sqlite3.mjs` builds when it is wanted.
 */
export function installNpmPackages() {
  return step('npm packages', async progress => {
    const facts = [process.platform, process.arch, ...manifests.map(dependenciesOf)]
    const hash = contentHash(['package-lock.json'], facts)
    if (recall('npm-packages') === hash && existsSync(inRepository('node_modules/.bin'))) {
      return { note: 'unchanged', value: undefined }
    }
    await mustRun('npm', ['ci', '--ignore-scripts', '--no-progress'], { onLine: progress })
    remember('npm-packages', hash)
    return { note: 'installed', value: undefined }
  })
}

/**
 * What a manifest asks for; its other fields install nothing.
 *
 * @param {string} file
 * @returns {string}
 */
function dependenciesOf(file) {
  const manifest = JSON.parse(readFileSync(inRepository(file), 'utf8'))
  const fields = [
    'version',
    'workspaces',
    'dependencies',
    'devDependencies',
    'optionalDependencies'
  ]
  return JSON.stringify(fields.map(field => manifest[field] ?? null))
}
