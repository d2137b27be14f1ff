// Builds the part of `versa-orm` for browsers: `node scripts/build-orm-browser.mjs [--verbose]`
//
// dist/browser has an implementation of its own, an ES module in which nothing is of Node.js, the
// engine as WebAssembly beside it, and their types.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { checkBrowserImports } from './build/orm/browser-imports.mjs'
import { bundleTypes } from './build/orm/types.mjs'
import { buildOrm, ormInputs } from './build-orm.mjs'
import { buildWasm, wasmFiles, wasmPackage } from './build-wasm.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository } from './process/repository.mjs'
import { runCommand, step } from './process/step.mjs'

const outputs = ['index.mjs', 'index.d.mts', 'versa.wasm', 'versa.js']
const inputs = [...ormInputs, wasmPackage, 'scripts/build-orm-browser.mjs']

/** Builds `orm/dist/browser` where it is not up to date. WebAssembly has to be built before. */
export function buildOrmBrowser() {
  return step('versa-orm for browsers', async () => {
    const hash = contentHash(inputs)
    const built = outputs.every(file => existsSync(inRepository('orm/dist/browser', file)))
    if (built && recall('orm-browser') === hash) return { note: 'unchanged', value: undefined }
    const missing = wasmFiles.find(file => !existsSync(inRepository(wasmPackage, file)))
    if (missing !== undefined) {
      throw new Failure(`${wasmPackage}/${missing} is missing: run \`npm run build:wasm\`.`)
    }
    const size = await buildBrowserPackage(inRepository('orm'))
    // The module, too: Node.js loads it where there is no native engine.
    for (const file of ['versa.wasm', 'versa.js']) {
      copyFileSync(inRepository(wasmPackage, file), inRepository('orm/dist/browser', file))
    }
    remember('orm-browser', hash)
    return { note: `built, ${Math.round(size / 1000)} KB without the engine`, value: undefined }
  })
}

/**
 * Builds `src/browser.ts` of a package to its `dist/browser`.
 *
 * @param {string} folder The package's folder.
 * @returns {Promise<number>} The bytes of the module.
 */
export async function buildBrowserPackage(folder) {
  if (!existsSync(`${folder}/src/browser.ts`)) throw new Failure(`${folder} has no src/browser.ts.`)
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const packages = Object.keys(manifest.peerDependencies ?? {})
  rmSync(`${folder}/dist/browser`, { recursive: true, force: true })
  const metafile = await bundle(folder, packages)
  checkBrowserImports(metafile, packages)
  await bundleTypes(folder, 'src/browser.ts', 'dist/browser/index.d.mts', packages)
  const size = metafile.outputs['dist/browser/index.mjs']?.bytes
  if (size === undefined) throw new Failure('esbuild made no dist/browser/index.mjs.')
  return size
}

/**
 * @param {string} folder
 * @param {string[]} packages
 */
async function bundle(folder, packages) {
  const { build } = await import('esbuild')
  mkdirSync(`${folder}/dist/browser`, { recursive: true })
  try {
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: ['src/browser.ts'],
      outfile: 'dist/browser/index.mjs',
      bundle: true,
      // Node's modules too, so that the check can name who imports them.
      external: [...packages, 'node:*'],
      alias: { 'versa-wasm': inRepository(wasmPackage, 'versa.js') },
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      sourcemap: true,
      sourcesContent: true,
      metafile: true,
      logLevel: 'silent'
    })
    return metafile
  } catch (error) {
    throw new Failure('esbuild could not bundle versa-orm for browsers', String(error))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(async () => {
    await buildWasm()
    await buildOrm()
    await buildOrmBrowser()
  })
}
