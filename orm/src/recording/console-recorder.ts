import type { ConsoleLine } from './events.js'
import { plainCopy } from './plain-copy.js'

/** Lines and characters of a run that are shown in full. */
const linesMax = 900
const charactersMax = 1_000_000

/** Beyond them, one line per so many milliseconds, and a hundred at most. */
const lateMs = 250
const lateMax = 100
const latePartsMax = 50

const levels = ['log', 'info', 'warn', 'error', 'debug'] as const

/**
 * The user's console. A loop that prints a million lines must neither fill the memory nor freeze
 * the page, and still show that it prints.
 */
export class ConsoleRecorder {
  readonly #add: (line: ConsoleLine) => void
  /** Milliseconds since the run began. */
  readonly #now: () => number
  #lines = 0
  #characters = 0
  #late = 0
  #lateAt = 0
  /** The last line that was left out, and how many were since the last that was not. */
  #last: ConsoleLine | null = null
  #dropped = 0

  constructor(add: (line: ConsoleLine) => void, now: () => number) {
    this.#add = add
    this.#now = now
  }

  /** The functions of a console that prints here. */
  methods(): Record<string, (...values: unknown[]) => void> {
    const of =
      (level: ConsoleLine['level']) =>
      (...values: unknown[]) =>
        this.print(level, values)
    const print = of('log')
    const own = Object.fromEntries(levels.map(level => [level, of(level)]))
    return { ...own, table: print, dir: print, trace: print }
  }

  /** Prints. */
  print(level: ConsoleLine['level'], values: readonly unknown[]): void {
    const at = this.#now()
    if (this.#lines < linesMax && this.#characters < charactersMax) {
      const line = { level, values: values.map(value => plainCopy(value)), at }
      this.#lines += 1
      this.#characters += sizeOf(line.values)
      this.#add(line)
      return
    }
    if (at - this.#lateAt < lateMs || this.#late >= lateMax) {
      this.#dropped += 1
      // Texts and numbers only: copying what nobody sees is what a flood must not cost.
      this.#last = { level, values: values.slice(0, 4).map(brief), at }
      return
    }
    this.#lateAt = at
    this.#late += 1
    const line = values.map(value => plainCopy(value, { left: latePartsMax }))
    this.#addLate({ level, values: line, at })
  }

  /** The run has ended: what was left out last is shown as the last line. */
  end(): void {
    if (this.#last === null) return
    this.#dropped -= 1
    this.#addLate(this.#last)
  }

  #addLate(line: ConsoleLine): void {
    this.#add(this.#dropped > 0 ? { ...line, dropped: this.#dropped } : line)
    this.#dropped = 0
    this.#last = null
  }
}

function brief(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 1000)
  return typeof value === 'object' || typeof value === 'function' ? '[…]' : plainCopy(value)
}

/** About how many characters a line has. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 8
  if (value instanceof Date) return 24
  const parts = value instanceof Map ? [...value].flat() : Object.values(value)
  const items: unknown[] = value instanceof Set ? [...value] : parts
  return items.reduce<number>((sum, item) => sum + sizeOf(item) + 4, 2)
}
