// `npm run lint`: everything that can be said about the sources without running them.
//
// All steps run, also after one that failed.
import { bindgenFolder, bindgenTarget } from './build/wasm/bindgen.mjs'
import { checkFileSizes } from './lint/file-sizes.mjs'
import { checkMachinePaths } from './lint/machine-paths.mjs'
import { checkLockfile, checkVersions } from './lint/manifests.mjs'
import { trackedFiles } from './lint/tracked-files.mjs'
import { Failure } from './process/failure.mjs'
import { cargoNoise, mustRun } from './process/run.mjs'
import { reportFailure, runCommand, say, step } from './process/step.mjs'
import { setup } from './setup.mjs'

const packages = [
  'scripts',
  'orm',
  'orm/tests/wasm',
  'orm/tests/browser',
  'bench',
  'docs-tests',
  'examples/atlas',
  'examples/express-rest',
  'examples/fastify-openapi',
  'examples/hono-sqlite',
  'examples/browser-notes',
  'playground',
  'site'
]
const bindgen = ['--manifest-path', `${bindgenFolder}/Cargo.toml`]
const clippy = ['clippy', '--locked', '--all-targets']
const denied = ['--', '-D', 'warnings']
const codegen = ['run', '--quiet', '--package', 'versa-xtask', '--', 'codegen', '--check']

/** @type {[label: string, check: (progress: (line: string) => void) => Promise<string>][]} */
const checks = [
  // It reads TypeScript with the compiler, which is there only after the set-up.
  ['Layers', async () => (await import('./check-layers.mjs')).checkLayers()],
  ['Package versions', async () => checkVersions()],
  ['Lockfile without registry', async () => checkLockfile()],
  ['No paths of a machine', async () => checkMachinePaths(trackedFiles())],
  ['Length of files and lines', async () => checkFileSizes(trackedFiles())],
  ['Biome', () => node('@biomejs/biome/bin/biome', ['check', '--error-on-warnings'])],
  ...packages.map(
    folder =>
      /** @type {(typeof checks)[number]} */ ([
        `tsc ${folder}`,
        () => node('typescript/bin/tsc', ['--noEmit', '--pretty', 'false', '-p', folder])
      ])
  ),
  ['rustfmt', progress => cargo(['fmt', '--all', '--check'], progress)],
  ['rustfmt of bindgen', progress => cargo(['fmt', '--check', ...bindgen], progress)],
  ['Generated code is fresh', progress => cargo(codegen, progress)],
  ['clippy', progress => cargo([...clippy, '--workspace', ...denied], progress)],
  [
    'clippy of bindgen',
    progress => cargo([...clippy, ...bindgen, '--target-dir', bindgenTarget, ...denied], progress)
  ]
]

await runCommand(async () => {
  await setup('lint')
  say('')
  /** @type {string[]} */
  const failed = []
  for (const [label, check] of checks) {
    try {
      await step(label, async progress => ({ note: await check(progress), value: undefined }))
    } catch (error) {
      reportFailure(error)
      failed.push(label)
    }
  }
  say('')
  if (failed.length > 0) {
    throw new Failure(`${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}`)
  }
  console.log(`All ${checks.length} checks passed`)
})

/**
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 */
async function cargo(args, onLine) {
  await mustRun('cargo', args, { onLine, noise: cargoNoise })
  return ''
}

/**
 * @param {string} program Its path in node_modules.
 * @param {string[]} args
 */
async function node(program, args) {
  await mustRun(process.execPath, [`node_modules/${program}`, ...args])
  return ''
}
