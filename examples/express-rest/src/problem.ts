import type { ErrorRequestHandler } from 'express'
import { type ErrorCode, VersaError } from 'versa-orm'

/** A refusal of ours: the status, a code for programs, a message for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string
  ) {
    super(message)
  }
}

/** What a client is told. A code that is not here is our fault and not the client's: 500. */
const statuses: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  UNIQUE_VIOLATION: 409,
  FOREIGN_KEY_VIOLATION: 409,
  STALE: 412,
  INVALID_VALUE: 422,
  NOT_NULL_VIOLATION: 422,
  CHECK_VIOLATION: 422,
  MASS_ASSIGNMENT: 422,
  UNKNOWN_COLUMN: 422,
  LOCK_TIMEOUT: 503
}

/** The last handler: every failure becomes JSON of one shape. */
export const answerWithProblem: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  const { status, ...body } = described(error)
  if (status >= 500) console.error(error)
  response.status(status).json({ error: body })
}

function described(error: unknown) {
  if (error instanceof Problem) {
    return { status: error.status, code: error.code, message: error.message }
  }
  if (error instanceof VersaError) {
    const status = statuses[error.code]
    // The first line says what is wrong, the second where a developer reads more.
    const message = error.message.split('\n', 1)[0]
    if (status !== undefined) return { status, code: error.code, message, field: error.column }
  }
  // Express's own: JSON that does not parse, a body that is too large.
  if (error instanceof Error && 'type' in error && 'status' in error) {
    const status = Number(error.status)
    if (status < 500) return { status, code: String(error.type), message: error.message }
  }
  return { status: 500, code: 'INTERNAL', message: 'Something went wrong here' }
}
