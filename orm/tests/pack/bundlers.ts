import path from 'node:path'
import { rspack } from '@rspack/core'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'

/** Bundles a project's `main.js` for browsers to `main.js` of its folder `target`. */
export type Bundler = (folder: string, target: string) => Promise<void>

/** What people bundle with, set up no further than each has to be. */
export const bundlers: Record<string, Bundler> = {
  Vite: async (folder, target) => {
    await vite({
      root: folder,
      configFile: false,
      logLevel: 'error',
      base: './',
      build: {
        outDir: target,
        minify: false,
        target: 'es2022',
        rolldownOptions: {
          input: path.join(folder, 'main.js'),
          output: { entryFileNames: 'main.js' }
        }
      }
    })
  },

  rspack: (folder, target) =>
    new Promise((resolve, reject) => {
      const compiler = rspack({
        context: folder,
        mode: 'production',
        devtool: false,
        entry: './main.js',
        target: 'web',
        output: { path: path.join(folder, target) },
        optimization: { minimize: false }
      })
      compiler.run((error, stats) => {
        if (error) reject(error)
        else if (stats?.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })))
        else compiler.close(closing => (closing ? reject(closing) : resolve()))
      })
    }),

  esbuild: async (folder, target) => {
    await esbuild({
      absWorkingDir: folder,
      entryPoints: ['main.js'],
      outdir: target,
      bundle: true,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent'
    })
  }
}
