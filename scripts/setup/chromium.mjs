import { existsSync } from 'node:fs'
import { Failure } from '../process/failure.mjs'
import { run } from '../process/run.mjs'
import { step } from '../process/step.mjs'
import { aptInstall, canAdminister, permission } from './databases/administration.mjs'

const debian = '/usr/bin/chromium'

/**
 * The browser of the tests: what the environment variable VERSA_CHROMIUM names, else Debian's.
 *
 * @returns {string} Its path.
 */
export function chromiumPath() {
  return process.env['VERSA_CHROMIUM'] ?? debian
}

/** Makes sure that a Chromium is there, in which the tests run the playground. */
export async function provideChromium() {
  const path = chromiumPath()
  const found = existsSync(path)
  await step(
    'Chromium',
    async progress => {
      if (!found) await install(path, progress)
      const version = await run(path, ['--version'])
      if (version.code !== 0) throw new Failure(`${path} does not start`, version.output)
      const name = /Chrom\w+ [\d.]+/.exec(version.stdout)?.[0]
      return { note: `${name ?? path}${found ? '' : ', installed'}`, value: undefined }
    },
    found ? {} : { slow: 'installing it takes a minute' }
  )
}

/**
 * @param {string} path
 * @param {(line: string) => void} progress
 */
async function install(path, progress) {
  if (path !== debian) throw new Failure(`VERSA_CHROMIUM names ${path}, which is not there.`)
  if (!(await canAdminister()) || !(await permission('install Chromium'))) {
    throw new Failure(
      'The tests of the playground need Chromium. Run `sudo apt-get install chromium`, or name a ' +
        'Chromium or Chrome in VERSA_CHROMIUM.'
    )
  }
  await aptInstall('chromium', progress)
}
