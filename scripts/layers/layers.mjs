// The layers of the repository. A crate or a folder uses only what stands before it; what is on
// one line uses none of its neighbours.

/**
 * A crate that alone knows what hosts the engine.
 *
 * @typedef {object} Shell
 * @property {string} crate
 * @property {string} host What it is called.
 * @property {RegExp} packages Whole names of the packages that bind it, in code as in manifests.
 */

/**
 * What `scripts/check-layers.mjs` enforces.
 *
 * @typedef {object} Layers
 * @property {readonly (readonly string[])[]} crates Lowest first.
 * @property {readonly string[]} freeCrates May use any crate; used only in tests.
 * @property {readonly string[]} pureCrates Without input, output, clock and threads.
 * @property {readonly string[]} pureDependencies The packages that pure crates may use.
 * @property {readonly string[]} unsafeCrates May hold unsafe code.
 * @property {readonly Shell[]} shells Crates that each know a host of the engine.
 * @property {readonly (readonly string[])[]} folders Of `orm/src`, lowest first; files by their
 *   name without the extension. A folder within a folder may have a layer of its own.
 * @property {string} printingFolder The one that may print.
 */

/** @type {Layers} */
export const layers = {
  crates: [
    ['versa-ast', 'versa-error', 'versa-calendar'],
    ['versa-rows'],
    ['versa-sql'],
    ['versa-schema', 'versa-sqlite-values'],
    ['versa-plan'],
    ['versa-insight'],
    ['versa-driver'],
    ['versa-tls'],
    ['versa-sqlite', 'versa-postgres', 'versa-mysql'],
    ['versa-engine'],
    ['versa-node', 'versa-wasm']
  ],
  freeCrates: ['versa-driver-suite', 'versa-xtask', 'versa-costs'],
  pureCrates: [
    'versa-ast',
    'versa-error',
    'versa-calendar',
    'versa-rows',
    'versa-sql',
    'versa-schema',
    'versa-sqlite-values',
    'versa-plan',
    'versa-insight'
  ],
  pureDependencies: ['serde', 'serde_json', 'encoding_rs', 'ts-rs', 'bigdecimal', 'itoa'],
  unsafeCrates: ['versa-rows', 'versa-node', 'versa-sqlite', 'versa-costs'],
  shells: [
    { crate: 'versa-node', host: 'Node-API', packages: /napi(?:[-_]\w+)*/ },
    {
      crate: 'versa-wasm',
      host: 'wasm-bindgen',
      packages: /(?:wasm[-_]bindgen|js[-_]sys|web[-_]sys)(?:[-_]\w+)*/
    }
  ],
  folders: [
    ['platform', 'config'],
    ['errors'],
    ['ast'],
    ['schema'],
    ['engine'],
    ['rows'],
    ['engine/native', 'engine/wasm'],
    ['engine/wasm-in-node'],
    ['relations'],
    ['hydrate'],
    ['query'],
    ['model'],
    ['transaction'],
    ['connection'],
    ['everywhere'],
    ['browser'],
    ['recording'],
    ['index'],
    ['cli']
  ],
  printingFolder: 'cli'
}
