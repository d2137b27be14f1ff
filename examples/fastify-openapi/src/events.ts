import type { FastifyInstance } from 'fastify'
import type { Database } from 'versa-orm'
import { ref } from './documents.js'
import { Event } from './models.js'
import { answers } from './problem.js'
import { fromJson, parameter, parameters } from './schemas.js'
import { fillSeats, locked } from './seats.js'

/** Which part of a list is asked for. */
export interface Page {
  readonly limit: number
  readonly after?: string
}

export const page = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  after: { type: 'string', description: 'The `next` of the page before' }
}

interface Filters extends Page {
  readonly kind?: Event['kind']
  readonly from?: string
  readonly until?: string
}

const filters = {
  kind: parameter(Event, 'kind'),
  from: parameter(Event, 'startsAt'),
  until: parameter(Event, 'startsAt'),
  ...page
}

/** Which event an address names. */
export interface OfEvent {
  readonly id: string
}

export const ofEvent = parameters({ id: parameter(Event, 'id') }, 'required')

const tags = ['events']

const routes = {
  list: {
    operationId: 'listEvents',
    tags,
    querystring: parameters(filters),
    response: answers(200, 'EventPage', 400, 422)
  },
  create: {
    operationId: 'createEvent',
    tags,
    body: ref('NewEvent'),
    response: answers(201, 'Event', 400, 422)
  },
  read: {
    operationId: 'readEvent',
    tags,
    params: ofEvent,
    response: answers(200, 'Event', 400, 404)
  },
  change: {
    operationId: 'changeEvent',
    tags,
    summary: 'Changes what is said; new seats are given to those who wait',
    params: ofEvent,
    body: ref('EventChanges'),
    response: answers(200, 'Event', 400, 404, 422)
  },
  delete: {
    operationId: 'deleteEvent',
    tags,
    params: ofEvent,
    response: answers(204, null, 400, 404)
  }
}

/** Events, with how many of their seats are taken. */
function counted() {
  return Event.withCount('registrations', { as: 'booked', where: q => q.where('state', 'booked') })
}

export function addEvents(app: FastifyInstance, db: Database): void {
  app.get<{ Querystring: Filters }>('/events', { schema: routes.list }, async request => {
    const { kind, from, until, ...part } = request.query
    return counted()
      .when(kind, (q, one) => q.where('kind', one))
      .when(from, (q, instant) => q.where('startsAt', '>=', new Date(instant)))
      .when(until, (q, instant) => q.where('startsAt', '<', new Date(instant)))
      .orderBy('startsAt')
      .orderBy('id')
      .cursorPaginate(part)
  })

  app.post('/events', { schema: routes.create }, async (request, reply) => {
    const { id } = await Event.make().fill(fromJson(Event, request.body)).save()
    reply.code(201).header('location', `/events/${id}`)
    return counted().findOrFail(id)
  })

  app.get<{ Params: OfEvent }>('/events/:id', { schema: routes.read }, async request =>
    counted().findOrFail(request.params.id)
  )

  app.patch<{ Params: OfEvent }>('/events/:id', { schema: routes.change }, async request => {
    const { id } = request.params
    await db.transaction(async () => {
      const event = await locked(id)
      await event.fill(fromJson(Event, request.body)).save()
      await fillSeats(event)
    })
    return counted().findOrFail(id)
  })

  app.delete<{ Params: OfEvent }>(
    '/events/:id',
    { schema: routes.delete },
    async (request, reply) => {
      const event = await Event.findOrFail(request.params.id)
      await event.delete()
      reply.code(204)
    }
  )
}
