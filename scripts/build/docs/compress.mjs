import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { stateFolder } from '../../process/repository.mjs'

const compress = promisify(brotliCompress)

/** Where compressed files are kept by the hash of their content: it takes a minute. */
const kept = path.join(stateFolder, 'brotli')

/** Beyond Brotli's standard: 64 MB. */
const largeWindow = 26

/** The best but one: much less time, for five percent more bytes. */
const largeQuality = 10

/** The results of a build; what the next one did not use is removed. */
export class Compressor {
  #used = new Set()

  /**
   * @param {Buffer} content
   * @param {boolean} [large] Whether what is alike is found at any distance.
   * @returns {Promise<Buffer>}
   */
  async compress(content, large = false) {
    const name = createHash('sha256').update(`${large}`).update(content).digest('hex')
    const file = path.join(kept, name)
    this.#used.add(name)
    if (existsSync(file)) return readFileSync(file)
    const compressed = await compress(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: large ? largeQuality : constants.BROTLI_MAX_QUALITY,
        // Of all that is there; browsers know no larger window than the usual one.
        [constants.BROTLI_PARAM_LARGE_WINDOW]: large,
        [constants.BROTLI_PARAM_LGWIN]: large ? largeWindow : constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length
      }
    })
    mkdirSync(kept, { recursive: true })
    writeFileSync(file, compressed)
    return compressed
  }

  /** Removes what is of an older build. */
  forgetOthers() {
    for (const name of existsSync(kept) ? readdirSync(kept) : []) {
      if (!this.#used.has(name)) rmSync(path.join(kept, name))
    }
  }
}
