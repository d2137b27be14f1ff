// Links to the playground. Depends on nothing, so that the documentation builds its links with it.

/** A file of a link. */
export interface LinkedFile {
  readonly name: string
  readonly text: string
}

/** What a link holds: everything but imported data. */
export interface LinkedState {
  readonly files: readonly LinkedFile[]
  /** The name of the file in front. */
  readonly active: string
  /** The `id` of a sample database. */
  readonly database: string
}

/** In front of what a link holds; another version has another. */
export const linkPrefix = '#code=1.'

/**
 * A link to the playground with this state.
 *
 * @param state What to show there.
 * @param base The playground's address, `/playground/` for example.
 */
export async function playgroundLink(state: LinkedState, base = ''): Promise<string> {
  const files = state.files.map(file => [file.name, file.text])
  const json = JSON.stringify({ files, active: state.active, database: state.database })
  return `${base}${linkPrefix}${toBase64Url(await deflate(new TextEncoder().encode(json)))}`
}

/**
 * A link to a template.
 *
 * @param id The template's id.
 * @param base The playground's address.
 */
export function templateLink(id: string, base = ''): string {
  return `${base}?template=${encodeURIComponent(id)}`
}

/** In zlib's format, whose checksum shows a link that was cut or changed. */
async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
