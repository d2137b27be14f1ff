// What a file is that someone drops here, by its first bytes rather than by its name.

/** The largest file that is taken. */
export const importMax = 50 * 1024 * 1024

/** What is in a file that can be imported. */
export type Imported =
  | { readonly kind: 'sqlite'; readonly bytes: Uint8Array }
  | { readonly kind: 'sql'; readonly script: string }

/** A file that cannot be imported; its message is for the page. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}

const magic = 'SQLite format 3\0'
const headerBytes = 100

/** What a file has to offer; a `File` does. */
export interface ImportFile {
  readonly name: string
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * Reads a file that is to be imported.
 *
 * @throws {ImportError} Where it is too large, cannot be read, or is neither SQLite's nor SQL.
 */
export async function readImport(file: ImportFile): Promise<Imported> {
  if (file.size > importMax) {
    const size = Math.round(file.size / 1024 / 1024)
    throw new ImportError(`${file.name} is too large: ${size} MB, and 50 MB is the most.`)
  }
  if (file.size === 0) throw new ImportError(`${file.name} is empty.`)
  const buffer = await file.arrayBuffer().catch(() => {
    throw new ImportError(`${file.name} cannot be read. Was it moved, or is it a folder?`)
  })
  return sniff(file.name, new Uint8Array(buffer))
}

function sniff(name: string, bytes: Uint8Array): Imported {
  const begin = String.fromCharCode(...bytes.subarray(0, magic.length))
  if (begin === magic) {
    if (bytes.length < headerBytes) {
      throw new ImportError(`${name} is a part of an SQLite file only: it ends in its header.`)
    }
    return { kind: 'sqlite', bytes }
  }
  const script = /\.sql$/i.test(name) ? toText(bytes) : null
  if (script !== null) return { kind: 'sql', script }
  const extension = /\.sql$/i.test(name) ? 'It is no text.' : 'Its first bytes are not SQLite’s.'
  throw new ImportError(`${name} is no database. ${extension} Take an SQLite file or a .sql file.`)
}

/** Text in UTF-8; null of anything else. */
function toText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
