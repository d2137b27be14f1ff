import type { ErrorRecord } from '../../../../../recording/events.js'
import { messageOf } from '../../../../../recording/plain-copy.js'
import { ownFrames, placeOfFrame, problemOf } from '../problem.js'

/** An error of the user's code or of the database. */
export function errorRecord(
  error: unknown,
  { root, write }: { readonly root: string; readonly write: boolean }
): ErrorRecord {
  if (!(error instanceof Error)) {
    return { name: 'Thrown', message: `The code threw what is no error: ${messageOf(error)}` }
  }
  const { sql } = error as { readonly sql?: unknown }
  const { message, hint, code, place, stack } = problemOf(error, root)
  const at = place ?? placeOfFrame(ownFrames(error, root)[0] ?? '')
  const kept = code === 'READ_ONLY' && !write
  return {
    name: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(kept ? { hint: writeHint } : hint === undefined ? {} : { hint }),
    ...(typeof sql === 'string' ? { sql } : {}),
    ...(at?.line === undefined ? {} : { place: { column: 1, ...at, line: at.line } }),
    ...(stack === undefined ? {} : { stack })
  }
}

const writeHint = 'To write from here, start it with `versa doc --write`.'
