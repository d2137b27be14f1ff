import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, VersaError } from 'versa-orm'
import { type DocumentName, ref } from './documents.js'
import type { Schema } from './schemas.js'

/** What a client is told. A code that is not here is our fault and not the client's: 500. */
const statuses: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  UNIQUE_VIOLATION: 409,
  FOREIGN_KEY_VIOLATION: 409,
  INVALID_VALUE: 422,
  NOT_NULL_VIOLATION: 422,
  CHECK_VIOLATION: 422,
  MASS_ASSIGNMENT: 422,
  UNKNOWN_COLUMN: 422,
  LOCK_TIMEOUT: 503
}

interface Problem {
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly field?: string | undefined
}

/** Every failure becomes JSON of one shape. */
export function answerWithProblem(error: unknown, _: FastifyRequest, reply: FastifyReply) {
  const problem = described(error)
  if (problem.status >= 500) console.error(error)
  return send(reply, problem)
}

export function answerNotFound(_: FastifyRequest, reply: FastifyReply) {
  return send(reply, { status: 404, code: 'NOT_FOUND', detail: 'There is no such address' })
}

function send(reply: FastifyReply, problem: Problem) {
  const title = STATUS_CODES[problem.status]
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send({ title, ...problem })
}

function described(error: unknown): Problem {
  if (error instanceof VersaError) {
    const status = statuses[error.code]
    // The first line says what is wrong, the second where a developer reads more.
    const [detail = ''] = error.message.split('\n', 1)
    if (status !== undefined) return { status, code: error.code, detail, field: error.column }
  } else if (isOfFastify(error) && (error.statusCode ?? 500) < 500) {
    const { statusCode: status = 400, code, message: detail } = error
    return { status, code, detail, field: fieldOf(error) }
  }
  return { status: 500, code: 'INTERNAL', detail: 'Something went wrong here' }
}

/** Its own: a request that does not fit its schema, JSON that does not parse, a large body. */
function isOfFastify(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && 'code' in error
}

function fieldOf({ validation }: FastifyError): string | undefined {
  const [first] = validation ?? []
  if (first === undefined) return undefined
  const { missingProperty, additionalProperty } = first.params
  const name = missingProperty ?? additionalProperty ?? first.instancePath.split('/')[1]
  return typeof name === 'string' ? name : undefined
}

/** The answers of a route: what it gives, and with which problems it may refuse. */
export function answers(
  status: 200 | 201 | 204,
  gives: DocumentName | null,
  ...refusals: readonly number[]
) {
  const problems = [...refusals, 'default' as const].map(refusal => [
    refusal,
    {
      description: STATUS_CODES[refusal] ?? 'What went wrong',
      content: { 'application/problem+json': { schema: ref('Problem') } }
    }
  ])
  const description = STATUS_CODES[status] ?? ''
  const content: Schema = gives === null ? { type: 'null' } : ref(gives)
  return { [status]: { description, ...content }, ...Object.fromEntries(problems) }
}
