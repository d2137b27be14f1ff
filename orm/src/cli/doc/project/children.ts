import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { packageFile } from '../../package-file.js'
import type { ChildRequest } from './messages.js'

/** How long a child that was asked to end may take, in milliseconds. */
const graceMs = 400

/** How much longer than its time a child may take to begin, and to say where it is. */
const allowanceMs = 3_000

/** How much of what a child printed is kept, in characters. */
const printedMax = 4_000

/** How a child ended. */
export interface ChildEnd {
  /** `time`: its time was up; `stopped`: it was not wanted any more. */
  readonly by: 'itself' | 'time' | 'stopped'
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it printed. */
  readonly printed: string
}

/** What is done with what a child says. */
export interface ChildHost {
  onMessage(line: string): void
  /** Told of what it prints, where somebody wants to know. */
  onPrint?(text: string, stream: 'log' | 'error'): void
  /** Ends it when it is aborted. */
  readonly signal?: AbortSignal
}

/** The processes in which the user's code runs. */
export class Children {
  readonly #running = new Set<ChildProcess>()

  /** Has a child answer a request; it is ended when its time is up. */
  async ask(request: ChildRequest, host: ChildHost): Promise<ChildEnd> {
    const child = spawn(process.execPath, [packageFile('dist/project-child.mjs')], {
      cwd: request.folder,
      // A group of its own: Ctrl-C is the server's, and what the child starts ends with it.
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
    })
    this.#running.add(child)
    let by: ChildEnd['by'] = 'itself'
    const end = (reason: ChildEnd['by']) => {
      by = reason
      stop(child)
    }
    const timer = setTimeout(end, request.timeLimitMs + allowanceMs, 'time')
    const onAbort = () => end('stopped')
    host.signal?.addEventListener('abort', onAbort, { once: true })
    const printed = collect(child, host)
    try {
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(JSON.stringify(request))
      const lines = createInterface({ input: child.stdio[3] as Readable })
      lines.on('line', line => {
        host.onMessage(line)
        // It counts its time itself, from when it has begun.
        if (line.startsWith('{"kind":"stuck"')) end('time')
      })
      const [code, signal] = await endOf(child)
      return { by, code, signal, printed: printed() }
    } finally {
      clearTimeout(timer)
      host.signal?.removeEventListener('abort', onAbort)
      this.#running.delete(child)
      // What it started itself.
      kill(child, 'SIGKILL')
    }
  }

  /** Ends all of them at once. */
  killAll(): void {
    for (const child of this.#running) kill(child, 'SIGKILL')
  }
}

/** Asks a child to end, and ends it where it does not. */
function stop(child: ChildProcess): void {
  kill(child, 'SIGTERM')
  setTimeout(kill, graceMs, child, 'SIGKILL').unref()
}

/** Signals a child and what it started. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-pid, signal)
  } catch {
    // It has ended already.
  }
}

function collect(child: ChildProcess, { onPrint }: ChildHost): () => string {
  let printed = ''
  const take = (stream: 'log' | 'error') => (text: string) => {
    printed = (printed + text).slice(-printedMax)
    onPrint?.(text, stream)
  }
  child.stdout?.setEncoding('utf8').on('data', take('log'))
  child.stderr?.setEncoding('utf8').on('data', take('error'))
  return () => printed
}

/** Waits until a child has ended and everything it said has been read. */
function endOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve([code, signal]))
    // What the child started may keep its streams open.
    child.once('exit', (code, signal) => {
      setTimeout(() => resolve([code, signal]), graceMs).unref()
    })
  })
}
