// Short messages of the page, one at a time, read out by screen readers.
import { signal } from '@preact/signals'

export interface Notice {
  readonly level: 'success' | 'warning' | 'error'
  readonly text: string
  /** Tells two notices of the same text apart. */
  readonly number: number
}

/** The last message, until it is closed or has been seen long enough. */
export const notice = signal<Notice | null>(null)

const shownMs = 6000
let number = 0

/** Shows a message. Errors and warnings stay until they are closed. */
export function notify(level: Notice['level'], text: string): void {
  number += 1
  const mine = number
  notice.value = { level, text, number }
  if (level !== 'success') return
  setTimeout(() => {
    if (notice.peek()?.number === mine) notice.value = null
  }, shownMs)
}
