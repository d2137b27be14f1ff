// The runtime: what the sandbox's worker runs. It gets a port from the frame, and from then on
// talks with the page alone.
import { ConsoleRecorder } from '../../../../orm/src/recording/console-recorder'
import { messageOf } from '../../../../orm/src/recording/plain-copy'
import type { SandboxReply, SandboxRequest } from '../messages'
import { completeCrypto, placeGlobals } from './globals'
import { loadEngine } from './orm'
import { Outbox } from './outbox'
import { UserRun } from './user-code'

// Taken before the user's code runs, which could replace them.
const now = performance.now.bind(performance)

class Runtime {
  readonly #reply: (reply: SandboxReply, transfer?: Transferable[]) => void
  #run: UserRun | null = null

  constructor(port: MessagePort) {
    const post = port.postMessage.bind(port)
    this.#reply = (reply, transfer = []) => post(reply, transfer)
    port.onmessage = ({ data }: MessageEvent<SandboxRequest>) => {
      this.#answer(data).catch(error => this.#reply({ kind: 'refused', message: messageOf(error) }))
    }
  }

  async #answer(request: SandboxRequest): Promise<void> {
    if (request.kind === 'prepare') {
      await loadEngine(request.engine)
      this.#reply({ kind: 'prepared' })
    }
    if (request.kind === 'run') await this.#start(request)
    if (request.kind === 'export') await this.#export()
  }

  async #start(request: SandboxRequest & { readonly kind: 'run' }): Promise<void> {
    const begun = now()
    const elapsed = (): number => now() - begun
    const outbox = new Outbox(events => this.#reply({ kind: 'events', events }), elapsed)
    const lines = new ConsoleRecorder(line => outbox.add({ kind: 'console', line }), elapsed)
    const run = new UserRun(request, {
      add: event => outbox.add(event),
      warn: text => lines.print('warn', [text])
    })
    this.#run = run
    const uncaught = firstUncaught(error => run.fail(error))
    placeGlobals({ console: lines.methods(), show: showOf(run) })
    await Promise.race([run.run(), uncaught])
    await run.conclude()
    lines.end()
    outbox.add({ kind: 'done', durationMs: elapsed() })
    outbox.flush()
  }

  async #export(): Promise<void> {
    if (this.#run === null) throw new Error('There is no database yet: run the code first.')
    const bytes = await this.#run.exportDatabase()
    this.#reply({ kind: 'exported', bytes }, [bytes.buffer as ArrayBuffer])
  }
}

/**
 * Settles at the first error that nobody awaits, of a timer for example: the run ends there, as a
 * process would.
 */
function firstUncaught(fail: (error: unknown) => void): Promise<void> {
  return new Promise(resolve => {
    const report = (event: Event, error: unknown): void => {
      event.preventDefault()
      fail(error)
      resolve()
    }
    addEventListener('error', event => report(event, event.error ?? event.message))
    addEventListener('unhandledrejection', event => report(event, event.reason))
  })
}

/** Rejects nothing: what a shown promise throws is told as the run's failure. */
function showOf(run: UserRun): (value: unknown, title?: string) => Promise<void> {
  return (value, title) => run.show(value, title).catch(error => run.fail(error))
}

completeCrypto()
addEventListener(
  'message',
  event => {
    const [port] = event.ports
    if (port !== undefined) new Runtime(port)
  },
  { once: true }
)
