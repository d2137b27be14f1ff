import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Count } from '../count.js'
import { repository } from '../repository.js'

/** The file from which the site publishes the counts, by its path in the repository. */
export const countsFile = 'site/src/data/docs-counts.json'

/** Counts as they are kept. */
export function countsJson(count: Count): string {
  return `${JSON.stringify(count, null, 2)}\n`
}

/** The counts that are published now; undefined where none are. */
export function publishedCounts(): Count | undefined {
  const file = path.join(repository, countsFile)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
