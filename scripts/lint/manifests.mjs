import { readdirSync, readFileSync } from 'node:fs'
import { nativePackages } from '../build/platform.mjs'
import { Failure } from '../process/failure.mjs'
import { inRepository } from '../process/repository.mjs'

/**
 * The lockfile names no registry: an installation uses the one its machine is set up for.
 *
 * @returns {string} What was checked.
 * @throws {Failure} With the packages that have an address.
 */
export function checkLockfile() {
  const { packages } = readJson('package-lock.json')
  const names = Object.keys(packages)
  if (names.length === 0) throw new Failure('package-lock.json names no packages')
  const addressed = names.filter(name => /^\w+:/.test(packages[name].resolved ?? ''))
  if (addressed.length > 0) {
    throw new Failure(
      'package-lock.json names addresses: run `npm install` with the .npmrc of the repository',
      addressed.map(name => `${name}: ${packages[name].resolved}`).join('\n')
    )
  }
  return `${names.length} packages`
}

/**
 * The ORM and the native packages are published together: one version, one list of platforms.
 *
 * @returns {string} What was checked.
 * @throws {Failure} With what differs.
 */
export function checkVersions() {
  const { version, optionalDependencies } = readJson('orm/package.json')
  const linked = readJson('package.json').optionalDependencies
  const cargo = /^version = "(.+)"$/m.exec(readFileSync(inRepository('Cargo.toml'), 'utf8'))?.[1]
  const platforms = readdirSync(inRepository(nativePackages))
  const problems = platforms.flatMap(platform => {
    const folder = `${nativePackages}/${platform}`
    const name = `@versa-orm/${platform}`
    const own = readJson(`${folder}/package.json`)
    return [
      own.name === name || `${folder}/package.json: its name is ${own.name}, not ${name}`,
      own.version === version || `${folder}/package.json: its version is not ${version}`,
      optionalDependencies[name] === version ||
        `orm/package.json: does not name ${name} ${version}`,
      linked[name] === `file:${folder}` || `package.json: does not link ${name} to ${folder}`
    ].filter(problem => problem !== true)
  })
  if (platforms.length === 0) problems.push(`${nativePackages} has no packages`)
  if (cargo !== version)
    problems.push(`Cargo.toml has version ${cargo}, orm/package.json ${version}`)
  if (problems.length > 0)
    throw new Failure('The packages do not fit together', problems.join('\n'))
  return `${platforms.length} platforms, version ${version}`
}

/**
 * @param {string} file
 * @returns {any} Whatever is in the file; the checks look for what they need.
 */
function readJson(file) {
  return JSON.parse(readFileSync(inRepository(file), 'utf8'))
}
