import { belongsTo, belongsToMany, hasMany, Model, t } from 'versa-orm'
import { Random } from './random.js'

/** Films, modelled on imdbench: a movie with its people, its reviews and their authors. */
const counts = {
  people: 20_000,
  movies: 5_000,
  users: 5_000,
  reviews: 40_000,
  cast: 40_000
} as const

export const movieCount = counts.movies

export class Person extends Model.table('people', {
  id: t.id(),
  firstName: t.text({ length: 40 }),
  lastName: t.text({ length: 40 }),
  bio: t.text({ length: 300 })
}) {}

export class FilmUser extends Model.table('users', {
  id: t.id(),
  name: t.text({ length: 60 }),
  image: t.text({ length: 120 })
}) {}

export class Review extends Model.table(
  'reviews',
  {
    id: t.id(),
    movieId: t.int(),
    authorId: t.int(),
    body: t.text({ length: 400 }),
    rating: t.int(),
    createdAt: t.timestamp()
  },
  { indexes: [['movieId']] }
) {
  static author = belongsTo(() => FilmUser, 'authorId')
}

export class Director extends Model.table(
  'directors',
  { movieId: t.int(), personId: t.int() },
  { primaryKey: ['movieId', 'personId'] }
) {}

export class Role extends Model.table(
  'actors',
  { movieId: t.int(), personId: t.int() },
  { primaryKey: ['movieId', 'personId'] }
) {}

export class Movie extends Model.table('movies', {
  id: t.id(),
  title: t.text({ length: 80 }),
  year: t.int(),
  image: t.text({ length: 120 }),
  description: t.text({ length: 400 })
}) {
  static directors = belongsToMany(() => Person, {
    through: () => Director,
    foreignKey: 'movieId',
    relatedKey: 'personId'
  })
  static cast = belongsToMany(() => Person, {
    through: () => Role,
    foreignKey: 'movieId',
    relatedKey: 'personId'
  })
  static reviews = hasMany(() => Review, 'movieId')
}

export const filmModels = [Person, FilmUser, Movie, Review, Director, Role] as const

const words = ['light', 'river', 'night', 'paper', 'garden', 'winter', 'glass', 'engine', 'moon']

function list<T>(count: number, seed: number, make: (random: Random, id: number) => T): T[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, at) => make(random, at + 1))
}

const phrase = (random: Random, length: number) =>
  Array.from({ length }, () => random.of(words)).join(' ')

/** Pairs without repetition: a movie never has the same person twice. */
function pairs(perMovie: number, seed: number) {
  const random = new Random(seed)
  return Array.from({ length: counts.movies }, (_, at) => {
    const first = random.below(counts.people)
    return Array.from({ length: perMovie }, (_, more) => ({
      movieId: at + 1,
      personId: 1 + ((first + more * 97) % counts.people)
    }))
  }).flat()
}

/** The rows of each table, in the order of their keys. */
export const filmRows = {
  people: () =>
    list(counts.people, 11, (random, id) => ({
      firstName: `${random.of(words)} ${id}`,
      lastName: random.of(words),
      bio: phrase(random, 20)
    })),
  users: () =>
    list(counts.users, 12, (_, id) => ({ name: `User ${id}`, image: `/img/users/${id}.jpeg` })),
  movies: () =>
    list(counts.movies, 13, (random, id) => ({
      title: phrase(random, 3),
      year: 1950 + random.below(75),
      image: `/img/movies/${id}.jpeg`,
      description: phrase(random, 30)
    })),
  reviews: () =>
    list(counts.reviews, 14, random => ({
      movieId: 1 + random.below(counts.movies),
      authorId: 1 + random.below(counts.users),
      body: phrase(random, 30),
      rating: random.below(6),
      createdAt: new Date(1_600_000_000_000 + random.below(100_000_000) * 1_000)
    })),
  directors: () => pairs(1, 15),
  cast: () => pairs(counts.cast / counts.movies, 16)
}
