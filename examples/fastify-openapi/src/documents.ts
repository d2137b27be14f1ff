import { Event, Registration } from './models.js'
import { changed, made, type Schema, shown } from './schemas.js'

// What no column says: what is in a document of JSON, which text is an address, what is counted.
const tags = { type: 'array', items: { type: 'string', maxLength: 40 }, maxItems: 20 }

const booked = { type: 'integer', minimum: 0, description: 'How many seats are taken' }

const email = { format: 'email' }

/** A part of a list, and where the next one begins. */
function page(of: string): Schema {
  return {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: `${of}#` } },
      next: { type: ['string', 'null'], description: 'The `after` of the next page; null: none' }
    },
    required: ['items', 'next'],
    additionalProperties: false
  }
}

/** The schemas that routes name, which are the components of the document. */
export const documents = {
  Event: shown(Event, { tags, booked }),
  EventPage: page('Event'),
  NewEvent: made(Event, { tags }),
  EventChanges: changed(Event, { tags }),
  Registration: shown(Registration),
  RegistrationPage: page('Registration'),
  NewRegistration: made(Registration, { email }),
  Problem: {
    type: 'object',
    description: 'What went wrong, as RFC 9457 describes it',
    properties: {
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string', description: 'For programs' },
      field: { type: 'string', description: 'Which part of the request it is about' }
    },
    required: ['title', 'status', 'detail', 'code'],
    additionalProperties: false
  }
} as const satisfies Readonly<Record<string, Schema>>

export type DocumentName = keyof typeof documents

/** A reference to one of them. */
export function ref(name: DocumentName): Schema {
  return { $ref: `${name}#` }
}
