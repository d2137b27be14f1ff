// What the user's code finds and what it cannot change: it runs beside the runtime, and a line
// like `globalThis.Promise = 1` should fail where it is written and not somewhere else.

/** What the runtime and the ORM stand on. */
const kept = [
  'AbortController',
  'AbortSignal',
  'Array',
  'ArrayBuffer',
  'BigInt',
  'Blob',
  'Boolean',
  'DataView',
  'Date',
  'Error',
  'Function',
  'Infinity',
  'Int32Array',
  'Iterator',
  'JSON',
  'Map',
  'Math',
  'MessagePort',
  'NaN',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'TextDecoder',
  'TextEncoder',
  'TypeError',
  'URL',
  'Uint8Array',
  'WeakMap',
  'WeakRef',
  'WebAssembly',
  'clearTimeout',
  'console',
  'crypto',
  'performance',
  'postMessage',
  'queueMicrotask',
  'self',
  'setTimeout',
  'show',
  'structuredClone',
  'undefined'
]

/** What would leave the sandbox. The policy of its frame refuses it; this says so in words. */
const refused = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'WebTransport',
  'importScripts'
]

const noNetwork = 'The playground has no network: code that came with a link must not call anyone.'

/** Browsers keep this from an origin that is null; the columns of uuids need it. */
export function completeCrypto(): void {
  if (typeof crypto.randomUUID === 'function') return
  Object.defineProperty(crypto, 'randomUUID', { value: randomUuid })
}

/** Version 4 of RFC 9562. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Puts the globals in place. Nothing can change them after that. */
export function placeGlobals(own: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(own)) fix(name, value)
  for (const name of refused) fix(name, refuse)
  fix('close', () => {
    throw new Error('The playground closes by itself: there is nothing to close.')
  })
  const present = globalThis as Record<string, unknown>
  for (const name of kept) if (name in present) fix(name, present[name])
}

/** A function, not an arrow: `new WebSocket(…)` should say the same. */
function refuse(): never {
  throw new Error(noNetwork)
}

function fix(name: string, value: unknown): void {
  const existing = Object.getOwnPropertyDescriptor(globalThis, name)
  if (existing?.configurable === false) return
  Object.defineProperty(globalThis, name, {
    value,
    writable: false,
    configurable: false,
    enumerable: existing?.enumerable ?? false
  })
}
