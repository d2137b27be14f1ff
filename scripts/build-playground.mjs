// Builds the playground: `node scripts/build-playground.mjs [--verbose]`
//
// playground/dist is a static site that works from any path. It is built only when its sources or
// the package in it changed.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { inRepository } from './process/repository.mjs'
import { mustRun } from './process/run.mjs'
import { runCommand, step } from './process/step.mjs'

const inputs = [
  'playground',
  'orm/src/recording',
  'orm/dist',
  'package-lock.json',
  'scripts/build-playground.mjs'
]

/** What is in the folders and no source; the documentation in the package has this in it. */
const aside = /^(?:playground\/(?:dist|public\/data|tests|e2e|test-results)|orm\/dist\/docs)\//

/** Builds `playground/dist` where it is not up to date. */
export function buildPlayground() {
  return step('Playground', async progress => {
    const hash = contentHash(inputs, [], file => !aside.test(file))
    const built = existsSync(inRepository('playground/dist/index.html'))
    if (built && recall('playground') === hash) return { note: 'unchanged', value: undefined }
    const args = ['run', 'build', '--workspace', 'playground']
    await mustRun('npm', args, { onLine: progress })
    remember('playground', hash)
    return { note: 'built', value: undefined }
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommand(buildPlayground)
