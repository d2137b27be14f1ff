import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress, constants } from 'node:zlib'
import { Complaint } from '../../complaint.js'
import { packageFile } from '../../package-file.js'
import type { DocsFile, DocsManifest, TermIndex } from './manifest.js'

const brotli = promisify(brotliDecompress)

/** What is compressed together is so by a larger window than browsers know. */
function decompress(content: Buffer): Promise<Buffer> {
  return brotli(content, { params: { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: true } })
}

/** The documentation that comes with the package. */
export class PackagedDocs {
  readonly manifest: DocsManifest
  readonly #folder: string
  /** Files that hold several, decompressed. */
  readonly #shared = new Map<string, Promise<Buffer>>()

  /**
   * Reads the list of files.
   *
   * @throws {Complaint} Where the package came without documentation.
   */
  constructor(folder = packageFile('dist/docs')) {
    const list = path.join(folder, 'manifest.json')
    if (!existsSync(list)) {
      throw new Complaint(
        'This installation of versa-orm has no documentation in it.',
        'Install it again from npm; in a clone of the repository, run `npm run build`.'
      )
    }
    this.#folder = folder
    this.manifest = JSON.parse(readFileSync(list, 'utf8'))
  }

  /** A file's content; compressed with Brotli where that is how it lies there and may be given. */
  async read(file: DocsFile, asBrotli: boolean): Promise<{ content: Buffer; brotli: boolean }> {
    if (file.at !== undefined) {
      const all = await this.#decompressed(file.in)
      return { content: all.subarray(file.at, file.at + file.bytes), brotli: false }
    }
    const content = await readFile(path.join(this.#folder, file.in))
    if (!file.in.endsWith('.br')) return { content, brotli: false }
    if (asBrotli) return { content, brotli: true }
    return { content: await decompress(content), brotli: false }
  }

  /** Begins what the first page would wait for. */
  warmUp(): void {
    const first = this.manifest.files['/index.html']
    // Whoever asks for a page is told why it cannot be read.
    if (first !== undefined) this.read(first, false).catch(() => undefined)
  }

  /** What terms are looked up in. */
  async terms(): Promise<TermIndex> {
    const content = await readFile(path.join(this.#folder, 'terms.json.br'))
    return JSON.parse((await decompress(content)).toString('utf8'))
  }

  #decompressed(name: string): Promise<Buffer> {
    let content = this.#shared.get(name)
    if (content === undefined) {
      content = readFile(path.join(this.#folder, name)).then(bytes => decompress(bytes))
      this.#shared.set(name, content)
    }
    return content
  }
}
