// The layers of the repository. A crate or a folder uses only what stands before it; what is on
// one line uses none of its neighbours.

/**
 * What `scripts/check-layers.mjs` enforces.
 *
 * @typedef {object} Layers
 * @property {readonly (readonly string[])[]} crates Lowest first.
 * @property {readonly string[]} freeCrates May use any crate; used only in tests.
 * @property {readonly string[]} pureCrates Without input, output, clock and threads.
 * @property {readonly string[]} pureDependencies The packages that pure crates may use.
 * @property {readonly string[]} unsafeCrates May hold unsafe code.
 * @property {string} napiCrate The one that knows Node-API.
 * @property {readonly (readonly string[])[]} folders Of `orm/src`, lowest first; files by their
 *   name without the extension. A folder within a folder may have a layer of its own.
 * @property {string} printingFolder The one that may print.
 */

/** @type {Layers} */
export const layers = {
  crates: [
    ['versa-ast', 'versa-error'],
    ['versa-rows'],
    ['versa-sql'],
    ['versa-schema'],
    ['versa-plan'],
    ['versa-driver'],
    ['versa-tls'],
    ['versa-sqlite', 'versa-postgres', 'versa-mysql'],
    ['versa-engine'],
    ['versa-node']
  ],
  freeCrates: ['versa-driver-suite', 'versa-xtask', 'versa-costs'],
  pureCrates: ['versa-ast', 'versa-error', 'versa-rows', 'versa-sql', 'versa-schema', 'versa-plan'],
  pureDependencies: ['serde', 'serde_json', 'encoding_rs', 'ts-rs'],
  unsafeCrates: ['versa-rows', 'versa-node', 'versa-sqlite', 'versa-costs'],
  napiCrate: 'versa-node',
  folders: [
    ['errors'],
    ['ast'],
    ['schema'],
    ['engine'],
    ['rows'],
    ['engine/native'],
    ['relations'],
    ['hydrate'],
    ['query'],
    ['model'],
    ['transaction'],
    ['connection'],
    ['index'],
    ['cli']
  ],
  printingFolder: 'cli'
}
