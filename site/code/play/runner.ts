// Runs files as the playground does, in a worker of Node.js: by the playground's own runtime.
// `play/run.ts` bundles this, because a worker has no loader for TypeScript.
import { parentPort, workerData } from 'node:worker_threads'
import type { RunEvent } from '../../../playground/src/protocol'
import { linkModules } from '../../../playground/src/sandbox/imports'
import { loadEngine } from '../../../playground/src/sandbox/runtime/orm'
import { UserRun } from '../../../playground/src/sandbox/runtime/user-code'

/** What a worker is given. */
export interface RunnerData {
  readonly files: readonly { readonly name: string; readonly code: string }[]
  /** The engine, and what sql.js is made of. */
  readonly engine: WebAssembly.Module
  readonly sqlJs: Uint8Array
}

const { files, engine, sqlJs }: RunnerData = workerData

/** Node.js imports no blobs, which is what the runtime makes of modules: it gets data for them. */
class TextBlob {
  readonly text: string
  constructor(parts: readonly string[]) {
    this.text = parts.join('')
  }
}
Object.defineProperty(globalThis, 'Blob', { value: TextBlob })
URL.createObjectURL = blob => {
  const { text } = blob as unknown as TextBlob
  return `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
}

const events: RunEvent[] = []
const run = new UserRun(
  {
    kind: 'run',
    modules: await linkModules(files),
    driver: { name: 'sqljs', wasm: sqlJs },
    database: null,
    script: null
  },
  { add: event => events.push(event), warn: () => undefined }
)
const silent = (): void => undefined
Object.assign(console, { log: silent, info: silent, warn: silent, error: silent, table: silent })
Object.defineProperty(globalThis, 'show', {
  value: (value: unknown, title?: string) => run.show(value, title)
})
await loadEngine(engine)
// Not concluded: how the statements find their rows is nothing that the site shows.
await run.run()
parentPort?.postMessage(events)
