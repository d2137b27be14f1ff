// Who locks an event decides about its seats alone: all of this is called in transactions.
import { Event, Registration } from './models.js'

/** The event, for nobody else until the transaction ends. */
export function locked(id: string) {
  return Event.query().forUpdate().findOrFail(id)
}

/** How many seats are free; fewer than none where there were more of them once. */
export async function freeSeats({ id, seats }: Event): Promise<number> {
  return seats - (await Registration.where('eventId', id).where('state', 'booked').count())
}

/** Gives free seats to those who wait, the first of them first. */
export async function fillSeats(event: Event): Promise<void> {
  const free = await freeSeats(event)
  if (free <= 0) return
  const waiting = Registration.where('eventId', event.id).where('state', 'waiting')
  for (const registration of await waiting.orderBy('id').limit(free).all()) {
    registration.state = 'booked'
    await registration.save()
  }
}
