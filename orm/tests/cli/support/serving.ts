import type { ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { afterAll } from 'vitest'
import type { RunEvent } from '../../../src/recording/events.js'
import { untagged } from '../../../src/recording/tagged-json.js'
import { type Ended, ended, type Scratch } from './scratch.js'

/** An answer of the server, whole. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly text: string
}

/** How something is asked for. */
export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A `versa doc` that serves. */
export class Serving {
  /** `http://127.0.0.1:4321`. */
  readonly base: string
  readonly port: number
  /** The address that was printed for the project. */
  readonly address: string
  readonly token: string
  readonly child: ChildProcess
  readonly ended: Promise<Ended>

  private constructor(child: ChildProcess, end: Promise<Ended>, address: string) {
    const url = new URL(address)
    this.child = child
    this.ended = end
    this.address = address
    this.base = url.origin
    this.port = Number(url.port)
    this.token = url.searchParams.get('token') ?? ''
  }

  /** Starts it, and waits until it has printed its addresses. */
  static async start(
    project: Scratch,
    args: readonly string[] = ['--no-open'],
    environment: NodeJS.ProcessEnv = {}
  ): Promise<Serving> {
    const child = project.start(['doc', ...args], environment)
    const end = ended(child)
    let printed = ''
    const address = new Promise<string>(resolve => {
      child.stdout?.on('data', text => {
        printed += text
        const found = /http:\S+token=\S+/.exec(printed)?.[0]
        if (found !== undefined && /Ready after/.test(printed)) resolve(found)
      })
    })
    const early = end.then(({ code, stderr }) => {
      throw new Error(`versa doc ended with ${code} before it was ready: ${stderr}`)
    })
    return new Serving(child, end, await Promise.race([address, early]))
  }

  /** Asks for a path, as it is written: nothing is made of it on the way. */
  ask(path: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: this.port,
        path,
        method,
        headers,
        // Each on a connection of its own: one that was refused may be closed.
        agent: false
      })
      asked.once('error', reject)
      asked.once('response', response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const all = Buffer.concat(chunks)
          const { statusCode: status = 0, headers: given } = response
          resolve({ status, headers: given, body: all, text: all.toString('utf8') })
        })
      })
      asked.end(method === 'POST' ? body : undefined)
    })
  }

  /** Asks for something of the project, with the token. */
  async project<T>(path: string): Promise<T> {
    const { status, text } = await this.ask(`/project/${path}`, {
      headers: { 'x-versa-token': this.token }
    })
    if (status !== 200) throw new Error(`${path} was answered with ${status}: ${text}`)
    return JSON.parse(text)
  }

  /** The project once it has been loaded so many times, or what it is like satisfies. */
  async state(wanted: (state: State) => boolean = state => !state.loading): Promise<State> {
    for (let tries = 0; tries < 1_200; tries += 1) {
      const state = await this.project<State>('model.json')
      if (!state.loading && wanted(state)) return state
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    throw new Error(`The project never became what was waited for: ${await this.#shown()}`)
  }

  async #shown(): Promise<string> {
    return JSON.stringify(await this.project('model.json')).slice(0, 2000)
  }

  /** Runs code in the project. */
  async run(text: string, headers: Readonly<Record<string, string>> = {}): Promise<RunEvent[]> {
    const answer = await this.ask('/project/run', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-versa-token': this.token,
        ...headers
      },
      body: JSON.stringify({ files: [{ name: 'query.ts', text }] })
    })
    if (answer.status !== 200) throw new Error(`It was not run: ${answer.status} ${answer.text}`)
    return answer.text
      .split('\n')
      .filter(line => line !== '')
      .map(line => untagged(JSON.parse(line)) as RunEvent)
  }

  /** Ends it as Ctrl-C does. */
  async end(): Promise<Ended> {
    if (this.child.exitCode === null) this.child.kill('SIGINT')
    return this.ended
  }
}

/** What `model.json` says. */
export interface State {
  readonly version: number
  readonly loading: boolean
  readonly settings: {
    readonly root: string
    readonly config: string | null
    readonly patterns: string[]
    readonly files: string[]
    readonly database: string | null
  } | null
  readonly schema: {
    readonly tables: {
      readonly model: string
      readonly table: string
      readonly columns: { readonly name: string; readonly type: string }[]
      readonly indexes: { readonly columns: string[]; readonly unique: boolean }[]
      readonly relations: {
        readonly name: string
        readonly kind: string
        readonly target: string
      }[]
    }[]
    readonly ddl: Record<string, string[]>
  } | null
  readonly places: { readonly model: string; readonly file: string; readonly line: number }[]
  readonly problems: {
    readonly message: string
    readonly hint?: string
    readonly code?: string
    readonly place?: { readonly file: string; readonly line?: number }
  }[]
  readonly printed: string
  readonly write: boolean
}

/** Starts servers that are ended after the tests of the file. */
export function servers() {
  const started: Serving[] = []
  afterAll(async () => {
    await Promise.all(started.map(server => server.end()))
  })
  return async (...args: Parameters<typeof Serving.start>): Promise<Serving> => {
    const server = await Serving.start(...args)
    started.push(server)
    return server
  }
}
