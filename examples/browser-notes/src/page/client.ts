import type { Call, Calls, Said } from '../messages'

type Event = Exclude<Said, { readonly kind: 'answer' | 'failure' }>

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The page's side of the worker. */
export class Client {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #number = 0

  /**
   * Starts the worker.
   *
   * @param hear Is told what the worker says by itself.
   */
  constructor(hear: (event: Event) => void) {
    this.#worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' })
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if (data.kind !== 'answer' && data.kind !== 'failure') return hear(data)
      const waiting = this.#waiting.get(data.number)
      this.#waiting.delete(data.number)
      if (data.kind === 'answer') waiting?.resolve(data.value)
      else waiting?.reject(new Error(data.message))
    })
  }

  /** Has the worker do something. Fails with a message that can be shown. */
  call<Name extends keyof Calls>(
    name: Name,
    ...values: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    this.#number += 1
    const call: Call = { number: this.#number, name, values }
    return new Promise((resolve, reject) => {
      // The answer to a call is what the worker's function of this name gives.
      this.#waiting.set(call.number, { resolve: resolve as Waiting['resolve'], reject })
      this.#worker.postMessage(call)
    })
  }
}
