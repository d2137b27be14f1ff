import { gzipSync } from 'node:zlib'
import { Failure } from '../../process/failure.mjs'

/** What a visitor's browser may have to load of the engine, in bytes as they travel. */
export const gzipBytesMax = 600_000

/**
 * The size of a WebAssembly module, told to a person.
 *
 * @param {Uint8Array} module
 * @returns {string}
 * @throws {Failure} Where it is over the budget.
 */
export function checkWasmSize(module) {
  const compressed = gzipSync(module, { level: 9 }).byteLength
  const sizes = `${kilobytes(module.byteLength)}, ${kilobytes(compressed)} gzip`
  if (compressed > gzipBytesMax) {
    throw new Failure(`The engine for browsers has ${sizes}; ${kilobytes(gzipBytesMax)} at most.`)
  }
  return sizes
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} KB`
}
