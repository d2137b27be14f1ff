import { chmodSync } from 'node:fs'
import { Failure } from '../../process/failure.mjs'

/** @import { BuildOptions } from 'esbuild' */

/** @type {BuildOptions} */
const common = {
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'silent'
}

/**
 * Bundles the command `versa` to `dist/cli.mjs`, what it imports when a command runs to
 * `dist/cli/`, and the process in which it loads a project to `dist/project-child.mjs`: with an
 * ORM of its own, since it looks inside, and the engine for browsers beside it.
 *
 * @param {string} folder The package's folder.
 */
export async function bundleCli(folder) {
  const { build } = await import('esbuild')
  try {
    await build({
      ...common,
      absWorkingDir: folder,
      entryPoints: [{ in: 'src/cli/main.ts', out: 'cli' }],
      outdir: 'dist',
      outExtension: { '.js': '.mjs' },
      chunkNames: 'cli/[name]-[hash]',
      splitting: true
    })
    await build({
      ...common,
      absWorkingDir: folder,
      entryPoints: ['src/cli/doc/project/child/main.ts'],
      outfile: 'dist/project-child.mjs',
      plugins: [
        {
          name: 'engine-beside',
          setup: ({ onResolve }) => {
            onResolve({ filter: /^versa-wasm$/ }, () => ({
              path: './browser/versa.js',
              external: true
            }))
          }
        }
      ]
    })
  } catch (error) {
    throw new Failure('esbuild could not bundle the command line', String(error))
  }
  chmodSync(`${folder}/dist/cli.mjs`, 0o755)
}
