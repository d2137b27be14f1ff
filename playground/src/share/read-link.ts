// What a link holds, or why it cannot be read. A link comes from anybody: nothing in it is trusted.
import { isWorkspace, type Workspace } from '../workspace/workspace'
import { linkPrefix } from './link'

/** Far more than anyone types, and little enough for a tab to hold. */
export const decodedMax = 1024 * 1024

/** A link that cannot be read; its message is for the page. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

const damaged = 'This link is damaged: a part of it is missing or was changed.'

/** Whether an address's hash is meant to be a link of ours. */
export function isSharedHash(hash: string): boolean {
  return hash.startsWith('#code=')
}

/**
 * The workspace in a link.
 *
 * @param hash From `#` on.
 * @throws {LinkError} Where it was cut, forged, is too large or of another version.
 */
export async function readLink(hash: string): Promise<Workspace> {
  if (!hash.startsWith(linkPrefix)) {
    if (/^#code=\d+\./.test(hash)) {
      throw new LinkError('This link is of another version of the playground.')
    }
    throw new LinkError(damaged)
  }
  const bytes = fromBase64Url(hash.slice(linkPrefix.length))
  return toWorkspace(await inflate(bytes))
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new LinkError(damaged)
  let binary: string
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    throw new LinkError(damaged)
  }
  return Uint8Array.from(binary, character => character.charCodeAt(0))
}

/** Reads piece by piece: a small link may unfold to more than a tab can hold. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
  const reader = stream.getReader()
  const pieces: BlobPart[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new LinkError(damaged)
    })
    if (done) break
    size += value.byteLength
    if (size > decodedMax) {
      // Its end says that the input ended early, which is what we want.
      await reader.cancel().catch(() => undefined)
      throw new LinkError('This link holds too much: more than 1 MB.')
    }
    pieces.push(value)
  }
  return new Blob(pieces).text()
}

function toWorkspace(json: string): Workspace {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new LinkError(damaged)
  }
  const { files, active, database } = Object(value) as Record<string, unknown>
  const workspace = {
    files: Array.isArray(files) ? files.map(toFile) : files,
    active,
    database
  }
  if (!isWorkspace(workspace)) throw new LinkError(damaged)
  return workspace
}

function toFile(entry: unknown): unknown {
  return Array.isArray(entry) && entry.length === 2 ? { name: entry[0], text: entry[1] } : entry
}
