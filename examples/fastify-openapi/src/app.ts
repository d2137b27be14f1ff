import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyInstance } from 'fastify'
import type { Database } from 'versa-orm'
import { documents } from './documents.js'
import { addEvents } from './events.js'
import { answerNotFound, answerWithProblem } from './problem.js'
import { addRegistrations } from './registrations.js'
import { validator } from './validation.js'

/** What the page of the document may load: nothing of others. */
const policy = {
  'default-src': ["'none'"],
  'connect-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:']
}

const info = {
  title: 'Events of a community',
  description: 'Events, and who comes to them.',
  version: '0.1.0'
}

/** The service on an open database. */
export async function appOn(db: Database): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: 100_000 })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerWithProblem)
  app.setNotFoundHandler(answerNotFound)
  app.setValidatorCompiler(validator)
  for (const [name, schema] of Object.entries(documents)) app.addSchema({ $id: name, ...schema })

  // It sees the routes that are added after it.
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, n) => String($id ?? `def${n}`) }
  })
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: policy,
    // The page would send the document's address to a server of Swagger's.
    uiConfig: { validatorUrl: null }
  })

  addEvents(app, db)
  addRegistrations(app, db)
  return app
}
