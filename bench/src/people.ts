import { Model, t } from 'versa-orm'

/** The rows that are read: eight columns of mixed types. */
export class Person extends Model.table('bench_people', {
  id: t.id(),
  email: t.text(),
  name: t.text(),
  age: t.int(),
  score: t.float(),
  active: t.boolean(),
  createdAt: t.timestamp(),
  bio: t.text().nullable()
}) {}

/** How many there are. */
export const peopleCount = 20_000

/** The same people at each run: a small linear congruential generator chooses. */
export function* people(): Generator<{
  email: string
  name: string
  age: number
  score: number
  active: boolean
  createdAt: Date
  bio: string | null
}> {
  let state = 42
  const random = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state % limit
  }
  const names = ['Ada', 'Grace', 'Édith', 'Nadia', 'José', 'Chidi', 'Mei', 'Łukasz']
  for (let at = 1; at <= peopleCount; at++) {
    const name = `${names[random(names.length)]} ${at}`
    yield {
      email: `person${at}@example.com`,
      name,
      age: 18 + random(60),
      score: random(100_000) / 64,
      active: random(2) === 1,
      createdAt: new Date(1_600_000_000_000 + random(100_000_000) * 1_000),
      bio: random(4) === 0 ? null : `${name} likes queries, number ${random(1_000)} most of all.`
    }
  }
}
