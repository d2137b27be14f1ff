import { type PageParts, partsOf } from './blocks/page.js'
import { PageError, type Problem } from './problem.js'
import { documentation, type Page } from './repository.js'

/** All documentation there is. */
export interface Corpus {
  readonly pages: readonly PageParts[]
  /** What is wrong with pages that cannot be taken apart. */
  readonly broken: readonly Problem[]
}

/** Reads all documentation. A page that contradicts itself does not hide the others. */
export function readCorpus(): Corpus {
  return takenApart(documentation())
}

/** Takes pages apart; those without a block are left out. */
export function takenApart(all: readonly Page[]): Corpus {
  const pages: PageParts[] = []
  const broken: Problem[] = []
  for (const page of all) {
    try {
      const parts = partsOf(page)
      if (parts.blocks.length > 0) pages.push(parts)
    } catch (error) {
      if (!(error instanceof PageError)) throw error
      broken.push(error.problem)
    }
  }
  return { pages, broken }
}
