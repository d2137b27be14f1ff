import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** The folder of the site. */
export const site = fileURLToPath(new URL('..', import.meta.url))

/** What is made of the pages' code, and what is kept of it for the next time. */
export const made = path.join(site, '.versa')
