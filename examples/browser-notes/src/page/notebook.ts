import { effect, type Signal, signal } from '@preact/signals'
import type { Deleted, Fields, Found, State } from '../messages'
import { Client } from './client'
import { download } from './download'
import { Saver } from './saver'

/** What is in the editor; tags are separated by commas. */
export interface Typed extends Omit<Fields, 'tags'> {
  readonly tags: string
}

/** The note in the editor. */
export interface Opened {
  /** Null until it is saved for the first time. */
  id: number | null
  readonly typed: Signal<Typed>
}

const nothing: Found = { notes: [], total: 0, tags: [] }
const pageSize = 100

/** All that the page shows, and what can be done with it. */
export class Notebook {
  readonly state = signal<State>({ kind: 'opening' })
  readonly text = signal('')
  readonly tag = signal('')
  readonly limit = signal(pageSize)
  readonly found = signal(nothing)
  readonly opened = signal<Opened | null>(null)
  /** What was done last. */
  readonly said = signal('')
  /** What could not be done. */
  readonly problem = signal('')
  readonly deleted = signal<Deleted | null>(null)
  readonly saver = new Saver<Opened, Typed>((note, typed) => this.#save(note, typed))

  readonly #client = new Client(event => {
    if (event.kind === 'state') void this.#arrive(event.state)
    else if (event.kind === 'changed') void this.#refresh()
    else void this.#letGo()
  })
  readonly #onlyHere = signal(false)
  #refreshing = false
  #stale = false
  #asked = false

  constructor() {
    effect(() => {
      this.text.value
      this.tag.value
      this.limit.value
      void this.#refresh()
    })
    effect(() => {
      const lost = this.saver.unsaved.value || this.#onlyHere.value
      window.onbeforeunload = lost ? event => event.preventDefault() : null
    })
  }

  /** Whether notes can be written now. */
  get writable(): boolean {
    return this.state.value.kind === 'kept' || this.state.value.kind === 'memory'
  }

  create(): void {
    const tags = this.tag.value
    this.opened.value = { id: null, typed: signal({ title: '', body: '', pinned: false, tags }) }
  }

  async open(id: number): Promise<void> {
    await this.#trying(async () => {
      // It may be the one that is just being saved.
      await this.saver.retry()
      const fields = await this.#client.call('read', id)
      if (fields !== null) this.opened.value = { id, typed: signal(typedOf(fields)) }
    })
  }

  close(): void {
    this.opened.value = null
  }

  type(note: Opened, part: Partial<Typed>): void {
    note.typed.value = { ...note.typed.value, ...part }
    this.saver.add(note, note.typed.value)
  }

  async remove(note: Opened): Promise<void> {
    await this.#trying(async () => {
      await this.saver.retry()
      this.saver.drop(note)
      this.opened.value = null
      if (note.id === null) return
      this.deleted.value = await this.#client.call('remove', note.id)
    })
  }

  async bringBack(note: Deleted): Promise<void> {
    await this.#trying(async () => {
      this.deleted.value = null
      await this.open(await this.#client.call('bringBack', note))
    })
  }

  async exportFile(): Promise<void> {
    await this.#trying(async () => {
      await this.saver.retry()
      download(await this.#client.call('exportFile'), 'notes.sqlite3')
      this.#onlyHere.value = false
      this.said.value = 'The file has all notes.'
    })
  }

  async importFile(file: File): Promise<void> {
    await this.#trying(async () => {
      await this.saver.retry()
      const bytes = new Uint8Array(await file.arrayBuffer())
      const { added, changed, left } = await this.#client.call('importFile', bytes)
      this.said.value = `Imported: ${added} new, ${changed} changed, ${left} here already.`
      if (this.state.value.kind === 'memory' && added + changed > 0) this.#onlyHere.value = true
      await this.#readAgain()
    })
  }

  async takeOver(): Promise<void> {
    this.state.value = { kind: 'opening' }
    await this.#client.call('takeOver')
  }

  more(): void {
    this.limit.value += pageSize
  }

  async #arrive(state: State): Promise<void> {
    this.state.value = state
    if (!this.writable) return
    await this.saver.retry()
    await this.#readAgain()
    await this.#refresh()
  }

  /** Another tab takes the notes: everything is saved before it gets them. */
  async #letGo(): Promise<void> {
    this.state.value = { kind: 'opening' }
    await this.saver.retry()
    await this.#client.call('leave')
  }

  /** Shows the open note as it is now: another tab or a file may have changed it. */
  async #readAgain(): Promise<void> {
    const note = this.opened.value
    if (note === null || note.id === null || this.saver.unsaved.value) return
    const fields = await this.#client.call('read', note.id)
    if (fields === null) this.opened.value = null
    else note.typed.value = typedOf(fields)
  }

  async #save(note: Opened, typed: Typed): Promise<void> {
    const isEmpty = `${typed.title}${typed.body}`.trim() === ''
    if (note.id === null && isEmpty) return
    note.id = await this.#client.call('save', note.id, {
      ...typed,
      tags: typed.tags.split(',')
    })
    if (this.state.value.kind === 'memory') this.#onlyHere.value = true
    else await this.#askToPersist()
  }

  /** Without this, a browser that runs out of space may remove the file. */
  async #askToPersist(): Promise<void> {
    if (this.#asked) return
    this.#asked = true
    await navigator.storage.persist().catch(() => {})
  }

  async #refresh(): Promise<void> {
    this.#stale = true
    if (this.#refreshing || !this.writable) return
    this.#refreshing = true
    try {
      while (this.#stale && this.writable) {
        this.#stale = false
        const { text, tag, limit } = this
        const wanted = { text: text.value, tag: tag.value, limit: limit.value }
        this.found.value = await this.#client.call('list', wanted)
        const { tags } = this.found.value
        if (!tags.some(({ name }) => name === tag.value)) tag.value = ''
      }
    } catch (error) {
      this.#complain(error)
    } finally {
      this.#refreshing = false
    }
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    this.said.value = ''
    this.problem.value = ''
    this.deleted.value = null
    try {
      await work()
    } catch (error) {
      this.#complain(error)
    }
  }

  #complain(error: unknown): void {
    this.problem.value = error instanceof Error ? error.message : String(error)
  }
}

function typedOf({ tags, ...fields }: Fields): Typed {
  return { ...fields, tags: tags.join(', ') }
}
