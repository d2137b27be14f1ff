// Builds the site: `node scripts/build-site.mjs [--verbose]`
//
// site/dist is static and has the playground in it. It is built only when something in it changed.
// VERSA_SITE_URL says where it will be, VERSA_SITE_BASE below which path.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { buildRustdoc } from './build-rustdoc.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { inRepository } from './process/repository.mjs'
import { mustRun } from './process/run.mjs'
import { runCommand, step } from './process/step.mjs'

const inputs = [
  'site',
  'docs-tests/src',
  'docs-tests/preludes',
  'playground/dist',
  'playground/src',
  'target/rustdoc/doc',
  'orm/dist',
  'orm/src',
  'orm/typedoc.json',
  'orm/typedoc',
  'package-lock.json',
  'scripts/build-site.mjs'
]

/** What the API reference is made of. */
const apiInputs = [
  'orm/src',
  'orm/typedoc.json',
  'orm/typedoc',
  'site/typedoc.json',
  'site/typedoc-plugin.mjs'
]

/** What is in the folders and no source; the documentation in the package has this in it. */
const aside =
  /^(?:site\/(?:dist|api|e2e|tests|\.versa|\.docusaurus|test-results)|orm\/dist\/docs)\//

/** Builds `site/dist` where it is not up to date. */
export async function buildSite() {
  await Promise.all([buildApi(), buildRustdoc()])
  return step('Site', async progress => {
    const facts = [process.env['VERSA_SITE_URL'] ?? '', process.env['VERSA_SITE_BASE'] ?? '']
    const hash = contentHash(inputs, facts, file => !aside.test(file))
    if (existsSync(inRepository('site/dist/sw.js')) && recall('site') === hash) {
      return { note: 'unchanged', value: undefined }
    }
    await node(['--import', 'tsx', 'site/code/main.ts'], progress)
    const docusaurus = inRepository('node_modules/@docusaurus/core/bin/docusaurus.mjs')
    // From its folder: there are the browsers that it is for.
    await mustRun(process.execPath, [docusaurus, 'build', '--out-dir', 'dist'], {
      cwd: inRepository('site'),
      onLine: progress
    })
    await node(['site/offline/write-service-worker.mjs'], progress)
    remember('site', hash)
    return { note: 'built', value: undefined }
  })
}

/** Writes the pages of the API reference, from the comments in the sources. */
function buildApi() {
  return step('API reference', async progress => {
    const hash = contentHash(apiInputs)
    if (existsSync(inRepository('site/api/index.md')) && recall('site-api') === hash) {
      return { note: 'unchanged', value: undefined }
    }
    const typedoc = inRepository('node_modules/typedoc/bin/typedoc')
    await node([typedoc, '--options', 'site/typedoc.json'], progress)
    remember('site-api', hash)
    return { note: 'written', value: undefined }
  })
}

/**
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 */
function node(args, onLine) {
  return mustRun(process.execPath, args, { onLine })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommand(buildSite)
