// Problems, and how many each file has. Apart from Monaco, so that the page need not wait for it.
import { computed, signal } from '@preact/signals'

export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly severity: 'error' | 'warning'
}

/** What TypeScript finds wrong, in the order of files and lines. */
export const problems = signal<readonly Problem[]>([])

export const problemCounts = computed(() => {
  const counts = new Map<string, number>()
  for (const { file } of problems.value) counts.set(file, (counts.get(file) ?? 0) + 1)
  return counts
})
