import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from '../repository.js'

/** A version of a package that is installed in this repository. */
export interface InstalledPackage {
  readonly version: string
  readonly folder: string
  readonly manifest: Readonly<Record<string, unknown>>
}

interface Locked {
  readonly name?: string
  readonly version?: string
  readonly link?: true
}

/** The versions of each package that this repository has installed; the one it uses first. */
export function installedPackages(): Map<string, readonly InstalledPackage[]> {
  const lock = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const found = new Map<string, InstalledPackage[]>()
  // Those of the root come first: a path into another package is longer.
  const entries = Object.entries(lock.packages).sort(([one], [other]) => one.length - other.length)
  for (const [place, { name, version, link }] of entries) {
    const folder = path.join(repository, place)
    const inPlace = place.split('node_modules/').at(-1) ?? ''
    if (version === undefined || link || !place.includes('node_modules/')) continue
    if (!existsSync(path.join(folder, 'package.json'))) continue
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    const own = name ?? inPlace
    const one = { version, folder, manifest }
    const known = found.get(own) ?? []
    // An alias is another version on purpose; the package by its own name is what is used.
    if (name === undefined || name === inPlace) known.unshift(one)
    else known.push(one)
    found.set(own, known)
  }
  return found
}
