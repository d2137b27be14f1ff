import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { service, talk } from './service.js'

let site: Awaited<ReturnType<typeof service>>
beforeAll(async () => {
  site = await service()
})
afterAll(() => site.close())

test('the document is an OpenAPI document', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate({ ...site.contract.document })
  expect(errors).toBeUndefined()
  expect([valid, validator.version]).toEqual([true, '3.1'])
})

test('every route takes what the document says, and answers as it says', async () => {
  const { ask, contract } = site
  const registration = { name: 'Ada', email: 'ada@example.com', note: null }
  expect(contract.fits('NewEvent', talk)).toBe(true)
  const made = await ask('POST', '/events', talk)
  const address = String(made.headers.get('location'))
  expect(contract.fits('EventChanges', { fee: '2.50' })).toBe(true)
  expect(contract.fits('NewRegistration', registration)).toBe(true)
  const registered = await ask('POST', `${address}/registrations`, registration)
  const answers = [
    made,
    registered,
    await ask('GET', '/events?limit=1'),
    await ask('GET', address),
    await ask('PATCH', address, { fee: '2.50' }),
    await ask('GET', `${address}/registrations`),
    await ask('DELETE', `/registrations/${registered.body.id}`),
    await ask('DELETE', address)
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200, 200, 200, 204, 204])
  expect([...contract.asked].sort()).toEqual([...contract.operations].sort())
})

test.each([
  ['NewEvent', { ...talk, seats: '1' }],
  ['NewEvent', { ...talk, fee: 5 }],
  ['NewEvent', { ...talk, booked: 1 }],
  ['EventChanges', {}],
  ['NewRegistration', { name: 'Ada' }],
  ['NewRegistration', { name: 'Ada', email: 'nobody' }],
  ['NewRegistration', { name: 'Ada', email: 'ada@example.com', state: 'booked' }]
])('no %s is %j, in the document as in the service', async (component, body) => {
  const { ask, contract, event } = site
  expect(contract.fits(component, body)).toBe(false)
  const address = await event()
  const routes: Readonly<Record<string, readonly [string, string]>> = {
    NewEvent: ['POST', '/events'],
    EventChanges: ['PATCH', address],
    NewRegistration: ['POST', `${address}/registrations`]
  }
  const [method = '', path = ''] = routes[component] ?? []
  expect(await ask(method, path, body)).toMatchObject({ status: 400 })
})

test('its schemas are what the columns say', () => {
  const { NewEvent, Registration } = site.contract.document.components.schemas
  expect(NewEvent).toEqual({
    type: 'object',
    properties: {
      title: { type: 'string', maxLength: 120 },
      summary: { type: ['string', 'null'] },
      kind: { type: 'string', enum: ['talk', 'workshop', 'meetup'] },
      startsAt: { type: 'string', format: 'date-time' },
      doors: expect.objectContaining({
        type: ['string', 'null'],
        description: 'When the doors open, by the clock on the wall there'
      }),
      fee: expect.objectContaining({ pattern: '^-?\\d{1,6}(\\.\\d{1,2})?$', default: '0.00' }),
      seats: { type: 'integer', minimum: -32_768, maximum: 32_767 },
      tags: { type: 'array', items: { type: 'string', maxLength: 40 }, maxItems: 20 }
    },
    required: ['title', 'kind', 'startsAt', 'seats'],
    additionalProperties: false
  })
  expect(Object.keys(Object(Registration?.['properties']))).toEqual([
    'id',
    'eventId',
    'name',
    'state',
    'note',
    'createdAt'
  ])
})

test('the page of the document loads nothing of others', async () => {
  const response = await fetch(`${site.origin}/docs`)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(response.headers.get('content-security-policy')).not.toMatch(/https?:|swagger\.io/)
  const html = await response.text()
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)
  expect(addresses.length).toBeGreaterThan(3)
  for (const address of addresses) {
    expect(address).toMatch(/^\/docs\//)
    const loaded = await fetch(site.origin + address)
    expect([loaded.status, (await loaded.text()).length > 0]).toEqual([200, true])
  }
  const start = await fetch(`${site.origin}/docs/static/swagger-initializer.js`)
  expect(await start.text()).toMatch(/"validatorUrl":\s*null/)
})
