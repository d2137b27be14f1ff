// Builds the npm package `versa-orm`: `node scripts/build-orm.mjs [--verbose]`
//
// There is one implementation, dist/index.cjs, for both module systems: an application that
// imports the package in one place and requires it in another still has one connection registry
// and one VersaError. dist/index.mjs only names its exports, and so does dist/index.d.mts.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { completeOrmPackage } from './build/package-files.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository } from './process/repository.mjs'
import { runCommand, step } from './process/step.mjs'

const inputs = [
  'orm/src',
  'orm/package.json',
  'orm/tsconfig.json',
  'tsconfig.base.json',
  'package-lock.json',
  'scripts/build-orm.mjs'
]
const outputs = ['index.cjs', 'index.mjs', 'index.d.cts', 'index.d.mts']

/** What import.meta.url is in a module; in front, where 'use strict' still is a directive. */
const banner =
  "'use strict';\nconst __versa_module_url = require('node:url').pathToFileURL(__filename).href;"

/** Builds `orm/dist` where it is not up to date. */
export function buildOrm() {
  return step('versa-orm package', async () => {
    const hash = contentHash(inputs)
    const built = outputs.every(file => existsSync(inRepository('orm/dist', file)))
    if (built && recall('orm') === hash) return { note: 'unchanged', value: undefined }
    const names = await buildPackage(inRepository('orm'))
    completeOrmPackage(inRepository('orm'))
    remember('orm', hash)
    return { note: `built, ${names.length} exports`, value: undefined }
  })
}

/**
 * Builds `src/index.ts` of a package to its `dist`.
 *
 * @param {string} folder The package's folder.
 * @returns {Promise<string[]>} The names of its exported values.
 */
export async function buildPackage(folder) {
  if (!existsSync(`${folder}/src/index.ts`)) throw new Failure(`${folder} has no src/index.ts.`)
  rmSync(`${folder}/dist`, { recursive: true, force: true })
  const names = await bundle(folder)
  writeFileSync(`${folder}/dist/index.mjs`, facade(names, required))
  writeFileSync(`${folder}/dist/index.bundler.mjs`, facade(names, imported))
  await bundleTypes(folder)
  // The types are one set too: a class declared twice would be two different types.
  writeFileSync(`${folder}/dist/index.d.mts`, "export * from './index.cjs'\n")
  return names
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function bundle(folder) {
  const { build } = await import('esbuild')
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    absWorkingDir: folder,
    entryPoints: ['src/index.ts'],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'silent'
  }
  try {
    await build({
      ...options,
      format: 'cjs',
      outfile: 'dist/index.cjs',
      sourcemap: true,
      sourcesContent: true,
      define: { 'import.meta.url': '__versa_module_url' },
      banner: { js: banner }
    })
    const listed = await build({
      ...options,
      format: 'esm',
      write: false,
      metafile: true,
      outdir: 'x'
    })
    const names = Object.values(listed.metafile?.outputs ?? {}).flatMap(output => output.exports)
    if (names.length === 0) throw new Failure(`${folder}/src/index.ts exports nothing.`)
    // A default export means different things to the two module systems.
    if (names.includes('default')) throw new Failure(`${folder}/src/index.ts has a default export.`)
    return names.sort()
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('esbuild could not bundle versa-orm', String(error))
  }
}

/** Node first analyses a CommonJS module that is imported, which takes longer than to load it. */
const required = `import { createRequire } from 'node:module'

const versa = createRequire(import.meta.url)('./index.cjs')
`

/** What bundlers can follow: they choose the file by the condition "module". */
const imported = `import versa from './index.cjs'
`

/**
 * The exports of the one CommonJS module as those of an ES module.
 *
 * @param {string[]} names
 * @param {string} get
 * @returns {string}
 */
function facade(names, get) {
  const list = names.map(name => `  ${name}`).join(',\n')
  return `${get}\nexport const {\n${list}\n} = versa\n`
}

/** @param {string} folder */
async function bundleTypes(folder) {
  const { rollup } = await import('rollup')
  const { dts } = await import('rollup-plugin-dts')
  /** @type {string[]} */
  const warnings = []
  const bundled = await rollup({
    input: `${folder}/src/index.ts`,
    external: /^node:/,
    onwarn: warning => warnings.push(warning.message),
    plugins: [dts({ tsconfig: `${folder}/tsconfig.json`, compilerOptions: { noEmit: false } })]
  }).catch(error => {
    throw new Failure('The types of versa-orm could not be bundled', typeErrors(error))
  })
  if (warnings.length > 0) {
    throw new Failure('The types of versa-orm were bundled with warnings', warnings.join('\n'))
  }
  await bundled.write({ file: `${folder}/dist/index.d.cts`, format: 'es' })
  await bundled.close()
  if (!/\bexport\b/.test(readFileSync(`${folder}/dist/index.d.cts`, 'utf8'))) {
    throw new Failure('The types of versa-orm were bundled to nothing')
  }
}

/** @param {unknown} error */
function typeErrors(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommand(buildOrm)
