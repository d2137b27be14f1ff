import type { Request } from 'express'
import { Problem } from './problem.js'

/** The parameters of a query string: only those that are known, each once. */
export function filtersOf<Name extends string>(
  request: Request,
  names: readonly Name[]
): Partial<Record<Name, string>> {
  for (const [name, value] of Object.entries(request.query)) {
    if (!(names as readonly string[]).includes(name)) {
      throw badRequest(`There is no filter ${name}: use ${names.join(', ')}`)
    }
    if (typeof value !== 'string') throw badRequest(`${name} is given more than once`)
  }
  return request.query as Partial<Record<Name, string>>
}

/** A whole number of a query string. */
export function numberOf(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw badRequest(`${name} is a whole number from ${least} to ${most}`)
}

/** The `:id` of a path. What is no id names nothing. */
export function idOf(request: Request): number {
  const id = String(request.params['id'])
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id)
  throw new Problem(404, 'NOT_FOUND', 'There is nothing with such an id')
}

/** The body, which `fill` then checks against the columns. */
export function bodyOf(request: Request): object {
  const body: unknown = request.body
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  throw badRequest('Send an object as JSON, with content-type: application/json')
}

/** The version that the client has seen, of the header `If-Match: "3"`. */
export function versionOf(request: Request): number {
  const header = request.get('if-match')
  if (header === undefined) {
    throw new Problem(428, 'VERSION_REQUIRED', 'Send the ETag of the book as If-Match')
  }
  return Number(/^"(\d{1,15})"$/.exec(header)?.[1] ?? -1)
}

function badRequest(message: string): Problem {
  return new Problem(400, 'BAD_REQUEST', message)
}
