import type { InspectedSchema } from '../../../browser/inspected.js'
import { type ChildEnd, Children } from './children.js'
import type {
  ExitMessage,
  InspectMessage,
  ModelPlace,
  Problem,
  ProjectRequest,
  ProjectSettings,
  StuckMessage
} from './messages.js'
import type { ProjectState } from './project-state.js'
import { ProjectWatcher } from './watcher.js'

/** The user's project, loaded again whenever its files change. */
export class LiveProject {
  readonly #request: ProjectRequest
  readonly #children: Children
  readonly #watcher: ProjectWatcher
  readonly #listeners = new Set<(state: ProjectState) => void>()
  #stopLoading = new AbortController()
  #state: ProjectState

  constructor(request: ProjectRequest, write: boolean, children = new Children()) {
    this.#request = request
    this.#children = children
    this.#watcher = new ProjectWatcher(() => void this.load())
    this.#state = {
      version: 0,
      loading: true,
      settings: null,
      schema: null,
      places: [],
      problems: [],
      printed: '',
      write
    }
  }

  get state(): ProjectState {
    return this.#state
  }

  get request(): ProjectRequest {
    return this.#request
  }

  /** The project once it has been loaded for the first time. */
  known(): Promise<ProjectState> {
    return new Promise(resolve => {
      if (this.#state.version > 0) return resolve(this.#state)
      const stop = this.listen(state => {
        if (state.version === 0) return
        stop()
        resolve(state)
      })
    })
  }

  /** Has a function told of each change; gives what ends that. */
  listen(listener: (state: ProjectState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Loads the project; a load that goes on is given up. */
  async load(): Promise<void> {
    this.#stopLoading.abort()
    const stopping = new AbortController()
    this.#stopLoading = stopping
    this.#change({ loading: true })
    const loading = new Loading()
    const end = await this.#children.ask(
      { kind: 'inspect', ...this.#request },
      { signal: stopping.signal, onMessage: line => loading.take(JSON.parse(line)) }
    )
    if (stopping.signal.aborted) return
    const { settings, schema, places, problems } = loading.finish(end, this.#request.timeLimitMs)
    // Where the configuration does not load any more, its files are still to be watched.
    const known = settings ?? this.#state.settings
    this.#watcher.watch(known, this.#request.folder)
    this.#change({
      version: this.#state.version + 1,
      loading: false,
      settings: known,
      schema,
      places,
      problems,
      printed: end.printed
    })
  }

  /** Ends watching and loading. */
  close(): void {
    this.#stopLoading.abort()
    this.#watcher.close()
    this.#listeners.clear()
  }

  #change(changes: Partial<ProjectState>): void {
    this.#state = { ...this.#state, ...changes }
    for (const listener of this.#listeners) listener(this.#state)
  }
}

/** One load: what the child said, and what its end means. */
class Loading {
  #settings: ProjectSettings | null = null
  #schema: InspectedSchema | null = null
  #places: readonly ModelPlace[] = []
  readonly #problems: Problem[] = []
  #file: string | null = null
  #stuck: StuckMessage | null = null
  #exit: ExitMessage | null = null

  take(message: InspectMessage | StuckMessage | ExitMessage): void {
    if (message.kind === 'settings') this.#settings = message.settings
    if (message.kind === 'loading') this.#file = message.file
    if (message.kind === 'problem') this.#problems.push(message.problem)
    if (message.kind === 'stuck') this.#stuck = message
    if (message.kind === 'exit') this.#exit = message
    if (message.kind === 'models') {
      this.#schema = message.schema
      this.#places = message.places
    }
  }

  finish(end: ChildEnd, timeLimitMs: number) {
    const problem = this.#problemOf(end, timeLimitMs)
    return {
      settings: this.#settings,
      schema: this.#schema,
      places: this.#places,
      problems: problem === undefined ? this.#problems : [...this.#problems, problem]
    }
  }

  #problemOf(end: ChildEnd, timeLimitMs: number): Problem | undefined {
    const file = this.#file
    const place = this.#stuck?.place ?? this.#exit?.place ?? (file === null ? undefined : { file })
    const at = place === undefined ? {} : { place }
    const what = file ?? 'The project'
    if (end.by === 'time') {
      return {
        message: `${what} did not load within ${timeLimitMs / 1000} seconds.`,
        hint: 'Is there a loop that never ends, or an await of what never comes?',
        ...at
      }
    }
    const call = this.#exit
    if (call !== null) {
      return {
        message: `${what} ended the process: it calls process.exit(${call.code}).`,
        hint: 'A file with models should only define them. Move the call to the program.',
        ...at
      }
    }
    if (end.code === 0 && (this.#schema !== null || this.#problems.length > 0)) return undefined
    const how = end.signal === null ? `with code ${end.code}` : `by ${end.signal}`
    const printed = end.printed.trim().split('\n').slice(-3).join('\n')
    return {
      message: `${what} ended the process ${how}.`,
      ...(printed === '' ? {} : { hint: `The last that it said: ${printed}` }),
      ...at
    }
  }
}
