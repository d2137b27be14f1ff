import type { Step } from './steps.js'

/** The step of the global scopes of a query's own table, with which its queries begin. */
export const ownScopes: Step = { kind: 'scope' }
