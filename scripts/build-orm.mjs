// Builds the npm package `versa-orm`: `node scripts/build-orm.mjs [--verbose]`
//
// There is one implementation, dist/index.cjs, for both module systems: an application that
// imports the package in one place and requires it in another still has one connection registry
// and one VersaError. dist/index.mjs only names its exports, and so does dist/index.d.mts.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { bundleCli } from './build/orm/cli.mjs'
import { bundleTypes } from './build/orm/types.mjs'
import { completeOrmPackage } from './build/package-files.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository } from './process/repository.mjs'
import { runCommand, step } from './process/step.mjs'

/** What the package is made of. */
export const ormInputs = [
  'orm/src',
  'orm/package.json',
  'orm/tsconfig.json',
  'tsconfig.base.json',
  'package-lock.json',
  'scripts/build-orm.mjs',
  'scripts/build/orm'
]
const outputs = ['index.cjs', 'index.mjs', 'index.d.cts', 'index.d.mts', 'cli.mjs']

/** What import.meta.url is in a module; in front, where 'use strict' still is a directive. */
const banner =
  "'use strict';\nconst __versa_module_url = require('node:url').pathToFileURL(__filename).href;"

/** Builds `orm/dist` where it is not up to date. */
export function buildOrm() {
  return step('versa-orm package', async () => {
    const hash = contentHash(ormInputs)
    const built = outputs.every(file => existsSync(inRepository('orm/dist', file)))
    if (built && recall('orm') === hash) return { note: 'unchanged', value: undefined }
    const names = await buildPackage(inRepository('orm'))
    await bundleCli(inRepository('orm'))
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
  // What browsers get and the documentation are built after it, from other sources, too.
  for (const name of existsSync(`${folder}/dist`) ? readdirSync(`${folder}/dist`) : []) {
    if (name !== 'browser' && name !== 'docs') rmSync(`${folder}/dist/${name}`, { recursive: true })
  }
  const names = await bundle(folder)
  writeFileSync(`${folder}/dist/index.mjs`, facade(names, required))
  writeFileSync(`${folder}/dist/index.bundler.mjs`, facade(names, imported))
  await bundleTypes(folder, 'src/index.ts', 'dist/index.d.cts')
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommand(buildOrm)
