import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type InstalledPackage, installedPackages } from './installed.js'
import type { PackedPackage } from './packed.js'

/** A registry of npm on this machine. */
export interface Registry {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves packages to npm as a registry does: ours as they would be published, and those that this
 * repository has installed, so that a reader's `npm install` can be run without a network.
 */
export async function serveRegistry(packed: readonly PackedPackage[]): Promise<Registry> {
  const own = new Map(packed.map(each => [each.manifest.name, each]))
  const installed = installedPackages()
  let url = ''
  const server = createServer((request, response) => {
    const [name, version] = askedFor(request.url ?? '/')
    const ours = own.get(name)
    const others = installed.get(name)
    if (ours !== undefined) {
      if (version === undefined) sendJson(response, packument(url, name, [ours]))
      else createReadStream(ours.tarball).pipe(response)
    } else if (others !== undefined) {
      const one = others.find(each => each.version === version)
      if (version === undefined) sendJson(response, packument(url, name, others))
      else if (one !== undefined) sendTarball(response, one)
      else sendNothing(response)
    } else sendNothing(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** `/@scope%2fname`, or `/name/-/VERSION.tgz`. */
function askedFor(target: string): [name: string, version?: string] {
  const [, place = ''] = /^\/([^?]*)/.exec(target) ?? []
  const [name = '', version] = decodeURIComponent(place).split('/-/')
  return version === undefined ? [name] : [name, version.replace(/\.tgz$/, '')]
}

/** What a registry says of a package: its versions, and which one is the latest. */
function packument(
  url: string,
  name: string,
  versions: readonly { readonly manifest: object & { readonly version?: unknown } }[]
) {
  const described = versions.map(({ manifest }) => {
    const version = String(manifest.version)
    return [version, { ...manifest, name, dist: { tarball: `${url}/${name}/-/${version}.tgz` } }]
  })
  const latest = String(versions[0]?.manifest.version)
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(described) }
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(value))
}

function sendNothing(response: ServerResponse): void {
  response.statusCode = 404
  sendJson(response, { error: 'not found' })
}

/** The folder as a tarball; npm takes the first part of each path away, whatever it is. */
function sendTarball(response: ServerResponse, { folder }: InstalledPackage): void {
  const place = [path.dirname(folder), path.basename(folder)] as const
  const args = ['-czf', '-', '--exclude=node_modules', '-C', ...place]
  const options = { encoding: 'buffer', maxBuffer: 1 << 28 } as const
  execFile('tar', args, options, (error, stdout) => {
    response.statusCode = error === null ? 200 : 500
    response.end(stdout)
  })
}
