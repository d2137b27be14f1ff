// One sandbox: a frame that runs the user's code once, and is thrown away.
import scriptHash from 'virtual:frame-script-hash'
import type { RunEvent } from '../protocol'
import { frameDocument } from './frame'
import type { RunRequest, SandboxReply, SandboxRequest } from './messages'

/** What every sandbox begins with. */
export interface SandboxAssets {
  /** The runtime, as the text of a module. */
  readonly runtime: string
  readonly engine: Uint8Array
}

export class Sandbox {
  /** When it is ready to run; rejected where it cannot become so. */
  readonly ready: Promise<void>
  readonly #frame = document.createElement('iframe')
  readonly #port: MessagePort
  #onEvents: (events: readonly RunEvent[]) => void = () => undefined
  readonly #exports: ((reply: SandboxReply) => void)[] = []
  #stopped = false

  constructor(assets: SandboxAssets) {
    const channel = new MessageChannel()
    this.#port = channel.port1
    this.ready = new Promise((resolve, reject) => {
      this.#port.onmessage = ({ data }: MessageEvent<SandboxReply>) => {
        if (data.kind === 'prepared') resolve()
        if (data.kind === 'refused' && this.#exports.length === 0) reject(new Error(data.message))
        this.#receive(data)
      }
      addEventListener('message', ({ source, data }: MessageEvent<{ broken?: unknown }>) => {
        if (source !== this.#frame.contentWindow || this.#stopped) return
        reject(new Error(`The sandbox cannot start: ${String(data.broken)}`))
      })
    })
    // Whoever runs waits for it; a spare sandbox that fails is nobody's unhandled rejection.
    this.ready.catch(() => undefined)
    this.#open(assets, channel.port2)
  }

  #open(assets: SandboxAssets, port: MessagePort): void {
    const frame = this.#frame
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.title = 'Where your code runs'
    frame.hidden = true
    frame.srcdoc = frameDocument(scriptHash)
    frame.onload = () => {
      frame.onload = null
      // Its origin is null, so there is none to name; the port is all it is given.
      frame.contentWindow?.postMessage({ script: assets.runtime }, '*', [port])
      this.#send({ kind: 'prepare', engine: assets.engine })
    }
    document.body.append(frame)
  }

  #send(request: SandboxRequest): void {
    this.#port.postMessage(request)
  }

  #receive(reply: SandboxReply): void {
    if (this.#stopped) return
    if (reply.kind === 'events') this.#onEvents(reply.events)
    if (reply.kind !== 'exported' && reply.kind !== 'refused') return
    const settle = this.#exports.shift()
    if (settle !== undefined) settle(reply)
    else if (reply.kind === 'refused') this.#fail(reply.message)
  }

  /** The runtime itself failed, not the user's code. */
  #fail(message: string): void {
    this.#onEvents([
      { kind: 'failed', error: { name: 'Error', message } },
      { kind: 'done', durationMs: 0 }
    ])
  }

  /** Runs files; what happens comes as events, the last of which is `done`. */
  run(request: Omit<RunRequest, 'kind'>, onEvents: (events: readonly RunEvent[]) => void): void {
    this.#onEvents = onEvents
    this.#send({ kind: 'run', ...request })
  }

  /**
   * The database as it is now.
   *
   * @throws {Error} Where there is none.
   */
  exportDatabase(): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) reject(new Error('The database is gone: the run was stopped.'))
      this.#exports.push(reply => {
        if (reply.kind === 'exported') resolve(reply.bytes)
        else reject(new Error(reply.kind === 'refused' ? reply.message : reply.kind))
      })
      this.#send({ kind: 'export' })
    })
  }

  /** Ends whatever runs in it, also what never would. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#port.close()
    this.#frame.remove()
    for (const settle of this.#exports.splice(0)) {
      settle({ kind: 'refused', message: 'The database is gone: the run was stopped.' })
    }
  }
}
