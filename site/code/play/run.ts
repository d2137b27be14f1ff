// Runs blocks as the playground does, at build time: so that every Run button works, and that the
// SQL of each database is what the engine wrote.
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import ts from 'typescript'
import { showAsserted } from '../../../playground/src/asserted/show-asserted.js'
import type {
  ErrorRecord,
  ResultRecord,
  RunEvent,
  StatementRecord
} from '../../../playground/src/protocol.js'
import { made, repository, site } from '../paths.js'
import type { PlayFile } from './playable.js'
import type { RunnerData } from './runner.js'

/** As in the playground, where a run may take no longer. */
const timeLimitMs = 10_000

/** What came of a run. */
export interface PlayRun {
  readonly statements: readonly StatementRecord[]
  readonly results: readonly ResultRecord[]
  readonly error: ErrorRecord | null
}

/** What all runs share. */
interface Prepared {
  /** The path of the program that a worker runs. */
  readonly program: string
  /** Compiled once: workers share it. */
  readonly engine: WebAssembly.Module
  readonly sqlJs: Uint8Array
}

let prepared: Promise<Prepared> | undefined
const free = availableParallelism()
const waiting: (() => void)[] = []
let running = 0

/** Runs files, as many at once as there are processors; what they throw is in the result. */
export async function runFiles(files: readonly PlayFile[]): Promise<PlayRun> {
  prepared ??= prepare()
  const { program, engine, sqlJs } = await prepared
  while (running >= free) await new Promise<void>(resolve => waiting.push(resolve))
  running += 1
  try {
    const code = files.map(({ name, text }) => ({ name, code: emitted(name, text) }))
    return runOf(await eventsOf(program, { files: code, engine, sqlJs }))
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

async function prepare(): Promise<Prepared> {
  const [program, engine, sqlJs] = await Promise.all([
    bundleRunner(),
    readFile(path.join(repository, 'orm/dist/browser/versa.wasm')).then(WebAssembly.compile),
    readFile(path.join(repository, 'node_modules/sql.js/dist/sql-wasm.wasm'))
  ])
  return { program, engine, sqlJs }
}

function runOf(events: readonly RunEvent[]): PlayRun {
  return {
    statements: latest(events),
    results: events.flatMap(event => (event.kind === 'result' ? [event.result] : [])),
    error: events.find(event => event.kind === 'failed')?.error ?? null
  }
}

/** Each statement once: it is told of again when its plan is known. */
function latest(events: readonly RunEvent[]): StatementRecord[] {
  const statements: StatementRecord[] = []
  for (const event of events) {
    if (event.kind === 'statement') statements[event.statement.number - 1] = event.statement
  }
  return statements
}

function emitted(fileName: string, text: string): string {
  return ts.transpile(showAsserted(fileName, text).text, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext
  })
}

function eventsOf(program: string, workerData: RunnerData): Promise<readonly RunEvent[]> {
  return new Promise((resolve, reject) => {
    // Without the flags of this process: what loads TypeScript here would be loaded by each.
    const worker = new Worker(program, { workerData, execArgv: [], stdout: true, stderr: true })
    const timer = setTimeout(() => {
      resolve([{ kind: 'failed', error: { name: 'Time limit', message: 'it does not end' } }])
      worker.terminate()
    }, timeLimitMs)
    worker.on('message', (events: readonly RunEvent[]) => {
      resolve(events)
      worker.terminate()
    })
    worker.on('error', error => {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      resolve([{ kind: 'failed', error: { name, message } }])
    })
    worker.on('exit', () => {
      clearTimeout(timer)
      reject(new Error('a run ended without a word'))
    })
  })
}

async function bundleRunner(): Promise<string> {
  const outfile = path.join(made, 'runner.mjs')
  await build({
    entryPoints: [path.join(site, 'code/play/runner.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // sql.js is CommonJS and asks for what that has in Node.js.
    banner: {
      js: [
        "import { createRequire as $createRequire } from 'node:module'",
        'const require = $createRequire(import.meta.url)',
        "const __dirname = ''"
      ].join('\n')
    },
    external: ['@sqlite.org/sqlite-wasm']
  })
  return outfile
}
