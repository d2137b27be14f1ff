import { computed, signal } from '@preact/signals'

/** Saves what was typed: at once, one after the other, and of each thing only the latest. */
export class Saver<Thing extends object, Value> {
  readonly #pending = new Map<Thing, Value>()
  #running: Promise<void> | undefined
  readonly #failure = signal<string | null>(null)
  readonly #busy = signal(false)

  /** Why something could not be saved: it waits for `retry`, or for what is typed next. */
  readonly failure = computed(() => this.#failure.value)
  /** Whether something is not saved yet. */
  readonly unsaved = computed(() => this.#busy.value || this.#failure.value !== null)

  constructor(private readonly save: (thing: Thing, value: Value) => Promise<void>) {}

  add(thing: Thing, value: Value): void {
    this.#pending.set(thing, value)
    void this.retry()
  }

  /** Forgets what was typed into a thing that is no more. */
  drop(thing: Thing): void {
    this.#pending.delete(thing)
    if (this.#pending.size === 0) this.#failure.value = null
  }

  /** Saves what waits. Resolves when nothing does, or when saving failed. */
  async retry(): Promise<void> {
    if (this.#pending.size === 0) return
    this.#running ??= this.#run()
    await this.#running
  }

  async #run(): Promise<void> {
    this.#busy.value = true
    this.#failure.value = null
    try {
      for (;;) {
        const [next] = this.#pending
        if (next === undefined) return
        const [thing, value] = next
        await this.save(thing, value)
        // It stays where something else was typed meanwhile.
        if (this.#pending.get(thing) === value) this.#pending.delete(thing)
      }
    } catch (error) {
      this.#failure.value = error instanceof Error ? error.message : String(error)
    } finally {
      this.#busy.value = false
      this.#running = undefined
    }
  }
}
