import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { currentPlatform, nativePackages } from '../../../scripts/build/platform.mjs'
import { repository } from '../repository.js'

const execute = promisify(execFile)

/** A package as npm would publish it. */
export interface PackedPackage {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly tarball: string
}

/**
 * Packs the ORM and the engine of this platform, as they would be published.
 *
 * @param folder Where the tarballs go.
 */
export function packOwn(folder: string): Promise<PackedPackage[]> {
  const folders = ['orm', `${nativePackages}/${currentPlatform()}`]
  return Promise.all(folders.map(each => pack(path.join(repository, each), folder)))
}

async function pack(from: string, to: string): Promise<PackedPackage> {
  // Nothing is built: other tests may be reading what is there.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', to]
  const { stdout } = await execute('npm', args, { cwd: from, env: withoutNpm() })
  const json = stdout.slice(stdout.indexOf('['), stdout.lastIndexOf(']') + 1)
  const [{ filename }] = JSON.parse(json) as [{ filename: string }]
  const manifest = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8'))
  return { manifest, tarball: path.join(to, filename) }
}

/** This process's variables without what the npm that runs it tells its own scripts. */
export function withoutNpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
}
