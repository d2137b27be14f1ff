import type { FastifyInstance } from 'fastify'
import type { Database } from 'versa-orm'
import { ref } from './documents.js'
import { type OfEvent, ofEvent, type Page, page } from './events.js'
import { Event, Registration } from './models.js'
import { answers } from './problem.js'
import { fromJson, parameter, parameters } from './schemas.js'
import { fillSeats, freeSeats, locked } from './seats.js'

const tags = ['registrations']

const routes = {
  list: {
    operationId: 'listRegistrations',
    tags,
    params: ofEvent,
    querystring: parameters(page),
    response: answers(200, 'RegistrationPage', 400, 404, 422)
  },
  create: {
    operationId: 'register',
    tags,
    summary: 'Takes a seat, or a place in the queue where there is none',
    params: ofEvent,
    body: ref('NewRegistration'),
    response: answers(201, 'Registration', 400, 404, 409, 422)
  },
  delete: {
    operationId: 'cancelRegistration',
    tags,
    summary: 'Gives a seat back, which the first in the queue gets',
    params: parameters({ id: parameter(Registration, 'id') }, 'required'),
    response: answers(204, null, 400, 404, 422)
  }
}

export function addRegistrations(app: FastifyInstance, db: Database): void {
  app.get<{ Params: OfEvent; Querystring: Page }>(
    '/events/:id/registrations',
    { schema: routes.list },
    async request => {
      const event = await Event.findOrFail(request.params.id)
      return event.related('registrations').orderBy('id').cursorPaginate(request.query)
    }
  )

  app.post<{ Params: OfEvent }>(
    '/events/:id/registrations',
    { schema: routes.create },
    async (request, reply) => {
      // Counting and booking are one transaction: the last seat is booked once.
      const made = await db.transaction(async () => {
        const event = await locked(request.params.id)
        const registration = Registration.make().fill(fromJson(Registration, request.body))
        registration.eventId = event.id
        registration.state = (await freeSeats(event)) > 0 ? 'booked' : 'waiting'
        return registration.save()
      })
      reply.code(201)
      return made
    }
  )

  app.delete<{ Params: { readonly id: string } }>(
    '/registrations/:id',
    { schema: routes.delete },
    async (request, reply) => {
      const id = BigInt(request.params.id)
      await db.transaction(async () => {
        const { eventId } = await Registration.findOrFail(id)
        const event = await locked(eventId)
        // Somebody else may have given it back meanwhile.
        const registration = await Registration.findOrFail(id)
        await registration.delete()
        await fillSeats(event)
      })
      reply.code(204)
    }
  )
}
