import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Event, Registration } from '../src/models.js'
import { service, talk } from './service.js'

let site: Awaited<ReturnType<typeof service>>
beforeEach(async () => {
  site = await service()
})
afterEach(() => site.close())

const nowhere = '/events/00000000-0000-7000-8000-000000000000'

const ada = { name: 'Ada', email: 'ada@example.com' }
const grace = { name: 'Grace', email: 'grace@example.com' }
const alan = { name: 'Alan', email: 'alan@example.com' }

async function titles(query: string): Promise<string[]> {
  const { body } = await site.ask('GET', `/events${query}`)
  return body.items.map(event => event.title)
}

async function states(event: string): Promise<string[]> {
  const { body } = await site.ask('GET', `${event}/registrations`)
  return body.items.map(({ name, state }) => `${name}: ${state}`)
}

test('an event is made, read, changed and deleted', async () => {
  const { ask } = site
  const made = await ask('POST', '/events', { ...talk, tags: ['rust', 'types'], doors: '17:30' })
  const address = String(made.headers.get('location'))
  expect(made).toMatchObject({ status: 201, body: { title: 'Rust', booked: 0 } })
  expect((await ask('GET', address)).body).toEqual(made.body)
  const changed = await ask('PATCH', address, { title: 'More Rust', doors: null })
  expect(changed).toMatchObject({ status: 200, body: { title: 'More Rust', doors: null } })
  expect(await ask('DELETE', address)).toMatchObject({ status: 204, body: null })
  expect(await ask('GET', address)).toMatchObject({ status: 404 })
})

test('instants, decimals and times of day are text, as the database keeps them', async () => {
  const startsAt = '2027-03-01T18:00:00.5+01:00'
  const given = { ...talk, startsAt, fee: '5.5', doors: '17:30', summary: null }
  const { body } = await site.ask('POST', '/events', given)
  const { createdAt, ...event } = body
  expect(event).toMatchObject({
    startsAt: '2027-03-01T17:00:00.500Z',
    fee: '5.50',
    doors: '17:30:00',
    summary: null,
    tags: []
  })
  expect(Date.now() - Date.parse(createdAt)).toBeLessThan(60_000)
})

test('ids beyond the numbers of JSON are exact', async () => {
  const event = await site.event({ seats: 2 })
  const eventId = event.replace('/events/', '')
  const id = 9_007_199_254_740_993n
  await Registration.unguarded().create({ ...ada, id, eventId, state: 'booked' })
  const list = await site.ask('GET', `${event}/registrations`)
  expect(list.body.items).toMatchObject([{ id: '9007199254740993', name: 'Ada' }])
  expect(await site.ask('DELETE', `/registrations/${id}`)).toMatchObject({ status: 204 })
  expect(await states(event)).toEqual([])
})

test('where nobody says what an address is, nobody is told', async () => {
  const event = await site.event()
  const registered = await site.ask('POST', `${event}/registrations`, ada)
  const list = await site.ask('GET', `${event}/registrations`)
  expect(registered.status).toBe(201)
  expect(JSON.stringify([registered.body, list.body])).not.toMatch(/email|example\.com/)
  expect(await Registration.value('email')).toBe('ada@example.com')
})

describe('lists', () => {
  beforeEach(async () => {
    for (const [n, kind] of ['talk', 'workshop', 'talk', 'meetup'].entries()) {
      await site.event({ title: `Event ${n}`, kind, startsAt: `2027-0${n + 1}-01T18:00:00Z` })
    }
  })

  test('are read in parts, each from where the one before ended', async () => {
    const first = await site.ask('GET', '/events?limit=3')
    expect(first.body.items).toHaveLength(3)
    const after = encodeURIComponent(first.body.next)
    const { body } = await site.ask('GET', `/events?limit=3&after=${after}`)
    expect(body).toMatchObject({ items: [{ title: 'Event 3' }], next: null })
  })

  test('of those who come are read in parts, too', async () => {
    const event = await site.event({ seats: 2 })
    for (const each of [ada, grace, alan]) await site.ask('POST', `${event}/registrations`, each)
    const first = await site.ask('GET', `${event}/registrations?limit=2`)
    expect(first.body.items).toHaveLength(2)
    const after = encodeURIComponent(first.body.next)
    const { body } = await site.ask('GET', `${event}/registrations?after=${after}`)
    expect(body).toMatchObject({ items: [{ name: 'Alan', state: 'waiting' }], next: null })
  })

  test('have filters that can be combined', async () => {
    expect(await titles('')).toEqual(['Event 0', 'Event 1', 'Event 2', 'Event 3'])
    expect(await titles('?kind=talk')).toEqual(['Event 0', 'Event 2'])
    expect(await titles('?kind=talk&from=2027-02-01T00:00:00Z')).toEqual(['Event 2'])
    expect(await titles('?until=2027-02-01T18:00:00Z')).toEqual(['Event 0'])
  })

  test.each([
    ['?kind[$ne]=talk', 400, 'FST_ERR_VALIDATION', 'kind[$ne]'],
    ['?kind=party', 400, 'FST_ERR_VALIDATION', 'kind'],
    ['?kind=talk&kind=meetup', 400, 'FST_ERR_VALIDATION', 'kind'],
    ['?email=ada', 400, 'FST_ERR_VALIDATION', 'email'],
    ['?from=yesterday', 400, 'FST_ERR_VALIDATION', 'from'],
    ['?limit=0', 400, 'FST_ERR_VALIDATION', 'limit'],
    ['?limit=', 400, 'FST_ERR_VALIDATION', 'limit'],
    ['?limit=ten', 400, 'FST_ERR_VALIDATION', 'limit'],
    ['?after=forged', 422, 'INVALID_VALUE', undefined]
  ])('are not given for %s', async (query, status, code, field) => {
    const { body, ...answer } = await site.ask('GET', `/events${query}`)
    expect(answer.status).toBe(status)
    expect(body).toMatchObject({ status, code })
    expect(body.field).toBe(field)
  })
})

test.each([
  [{ ...talk, title: undefined }, 400, 'FST_ERR_VALIDATION', 'title'],
  [{ ...talk, title: null }, 400, 'FST_ERR_VALIDATION', 'title'],
  [{ ...talk, title: { $gt: '' } }, 400, 'FST_ERR_VALIDATION', 'title'],
  [{ ...talk, title: 'x'.repeat(121) }, 400, 'FST_ERR_VALIDATION', 'title'],
  [{ ...talk, title: ' ' }, 422, 'CHECK_VIOLATION', undefined],
  [{ ...talk, title: '\ud800' }, 422, 'INVALID_VALUE', 'title'],
  [{ ...talk, kind: 'party' }, 400, 'FST_ERR_VALIDATION', 'kind'],
  [{ ...talk, seats: '1' }, 400, 'FST_ERR_VALIDATION', 'seats'],
  [{ ...talk, seats: 1.5 }, 400, 'FST_ERR_VALIDATION', 'seats'],
  [{ ...talk, seats: 40_000 }, 400, 'FST_ERR_VALIDATION', 'seats'],
  [{ ...talk, seats: 0 }, 422, 'CHECK_VIOLATION', undefined],
  [{ ...talk, fee: '-0.01' }, 422, 'CHECK_VIOLATION', undefined],
  [{ ...talk, fee: 5 }, 400, 'FST_ERR_VALIDATION', 'fee'],
  [{ ...talk, fee: '5.555' }, 400, 'FST_ERR_VALIDATION', 'fee'],
  [{ ...talk, startsAt: '2027-02-30' }, 400, 'FST_ERR_VALIDATION', 'startsAt'],
  [{ ...talk, startsAt: '2016-12-31T23:59:60Z' }, 422, 'INVALID_VALUE', 'startsAt'],
  [{ ...talk, doors: '24:00' }, 400, 'FST_ERR_VALIDATION', 'doors'],
  [{ ...talk, tags: 'rust' }, 400, 'FST_ERR_VALIDATION', 'tags'],
  [{ ...talk, tags: [1] }, 400, 'FST_ERR_VALIDATION', 'tags'],
  [{ ...talk, id: crypto.randomUUID() }, 400, 'FST_ERR_VALIDATION', 'id'],
  [{ ...talk, createdAt: talk.startsAt }, 400, 'FST_ERR_VALIDATION', 'createdAt'],
  [{ ...talk, prize: 1 }, 400, 'FST_ERR_VALIDATION', 'prize'],
  [[], 400, 'FST_ERR_VALIDATION', undefined],
  ['{', 400, 'FST_ERR_CTP_INVALID_JSON_BODY', undefined],
  ['{"__proto__":{"id":1}}', 400, 'FST_ERR_CTP_INVALID_JSON_BODY', undefined]
])('the event %j is refused', async (event, status, code, field) => {
  const { body, ...answer } = await site.ask('POST', '/events', event)
  expect([answer.status, body.code, body.field]).toEqual([status, code, field])
  expect(body.detail).not.toMatch(/npx|SELECT|INSERT/)
  expect(await Event.count()).toBe(0)
})

test('a change says something, and nothing that is not to be changed', async () => {
  const event = await site.event({ fee: '3.00' })
  expect(await site.ask('PATCH', event, {})).toMatchObject({ status: 400 })
  expect(await site.ask('PATCH', event, { id: 'x' })).toMatchObject({ status: 400 })
  // What has a default is not set to it.
  const { body } = await site.ask('PATCH', event, { title: 'Other' })
  expect(body).toMatchObject({ title: 'Other', fee: '3.00' })
})

test('what is no JSON, and what is too large, is not read', async () => {
  const form = await site.ask('POST', '/events', 'title=Rust', 'text/plain')
  expect(form).toMatchObject({ status: 415, body: { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' } })
  const large = await site.ask('POST', '/events', { ...talk, summary: 'x'.repeat(100_000) })
  expect(large).toMatchObject({ status: 413, body: { code: 'FST_ERR_CTP_BODY_TOO_LARGE' } })
})

test('the last seat is taken once; who comes later waits', async () => {
  const event = await site.event()
  const both = await Promise.all(
    [ada, grace].map(person => site.ask('POST', `${event}/registrations`, person))
  )
  expect(both.map(({ body }) => body.state).sort()).toEqual(['booked', 'waiting'])
  const again = await site.ask('POST', `${event}/registrations`, ada)
  expect(again).toMatchObject({ status: 409, body: { code: 'UNIQUE_VIOLATION' } })
  expect((await site.ask('GET', event)).body.booked).toBe(1)
})

test('a seat that is given back, or is new, is that of the first who waits', async () => {
  const event = await site.event()
  const { body } = await site.ask('POST', `${event}/registrations`, ada)
  for (const later of [grace, alan]) await site.ask('POST', `${event}/registrations`, later)
  expect(await states(event)).toEqual(['Ada: booked', 'Grace: waiting', 'Alan: waiting'])
  const cancel = () => site.ask('DELETE', `/registrations/${body.id}`)
  const both = await Promise.all([cancel(), cancel()])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  expect(await states(event)).toEqual(['Grace: booked', 'Alan: waiting'])
  expect((await site.ask('PATCH', event, { seats: 2 })).body).toMatchObject({ booked: 2 })
  expect(await states(event)).toEqual(['Grace: booked', 'Alan: booked'])
})

test('an event that is deleted takes its registrations with it', async () => {
  const event = await site.event()
  await site.ask('POST', `${event}/registrations`, ada)
  await site.ask('DELETE', event)
  expect(await Registration.count()).toBe(0)
  expect(await site.ask('GET', `${event}/registrations`)).toMatchObject({ status: 404 })
})

test.each([
  ['GET', nowhere, 404],
  ['GET', `${nowhere}/registrations`, 404],
  ['DELETE', '/registrations/7', 404],
  ['GET', '/nowhere', 404],
  ['PUT', '/events', 404],
  ['GET', '/events/1', 400],
  ['GET', '/events/1%20or%201', 400],
  ['DELETE', '/registrations/1e3', 400],
  ['DELETE', '/registrations/9999999999999999999', 422]
])('%s %s is answered with %i', async (method, address, status) => {
  const { body, headers, ...answer } = await site.ask(method, address)
  expect(answer.status).toBe(status)
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
})
