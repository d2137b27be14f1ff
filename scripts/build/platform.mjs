import { readdirSync } from 'node:fs'
import { Failure } from '../process/failure.mjs'
import { inRepository } from '../process/repository.mjs'

/** The folder of the native packages, one per platform. */
export const nativePackages = 'engine/node/npm'

/**
 * The platform this process runs on, as the native packages call it: `linux-x64-gnu`.
 *
 * @throws {Failure} Where there is no native package for it.
 */
export function currentPlatform() {
  const name = [process.platform, process.arch, systemLibrary()].filter(Boolean).join('-')
  const known = readdirSync(inRepository(nativePackages))
  if (known.includes(name)) return name
  throw new Failure(
    `The engine has no native package for ${name}, only for ${known.sort().join(', ')}. ` +
      `Add ${nativePackages}/${name}/package.json and name it in the optionalDependencies of ` +
      'package.json and orm/package.json.'
  )
}

/** The name of the library that cargo builds from the crate `versa-node`. */
export function libraryFile() {
  if (process.platform === 'win32') return 'versa_node.dll'
  return process.platform === 'darwin' ? 'libversa_node.dylib' : 'libversa_node.so'
}

function systemLibrary() {
  if (process.platform === 'win32') return 'msvc'
  if (process.platform !== 'linux') return ''
  // Only a process on glibc reports its version.
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  )
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'gnu'
}
