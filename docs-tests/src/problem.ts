/** Something that is wrong with a page: where, and what. */
export interface Problem {
  /** The page's path in the repository. */
  readonly page: string
  /** The line in the page, from 1. */
  readonly line: number
  readonly message: string
}

/** A problem as a person reads it; editors open `page:line`. */
export function problemText({ page, line, message }: Problem): string {
  return `${page}:${line}: ${message}`
}

/** Thrown for a page that cannot be understood. */
export class PageError extends Error {
  constructor(readonly problem: Problem) {
    super(problemText(problem))
  }
}
