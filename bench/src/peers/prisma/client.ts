import type { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { PrismaMariaDb } from '@prisma/adapter-mariadb'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { NewNote, Row } from '../../peer.js'

/** A query: it is sent when it is awaited, or by a transaction that is given it. */
export type PrismaPromise<R> = Promise<R> & { readonly [Symbol.toStringTag]: 'PrismaPromise' }

/** What stands in queries here; values that are compared with are plain ones or operators. */
interface Reading {
  readonly where?: Readonly<Record<string, unknown>>
  readonly include?: Readonly<Record<string, unknown>>
  readonly orderBy?: object
  readonly skip?: number
  readonly take?: number
  readonly relationLoadStrategy?: 'join' | 'query'
}

interface ReadModel<R> {
  findUnique(query: Reading): PrismaPromise<R | null>
  findMany(query: Reading): PrismaPromise<R[]>
}

interface NoteModel {
  create(query: { data: NewNote; select?: object }): PrismaPromise<Row>
  createMany(query: { data: readonly NewNote[] }): PrismaPromise<object>
  updateMany(query: { where: object; data: object }): PrismaPromise<object>
  upsert(query: {
    where: object
    create: NewNote
    update: object
    select?: object
  }): PrismaPromise<Row>
  count(): PrismaPromise<number>
}

/** A row between a movie and a person. */
export interface Involved {
  readonly person: Row
}

export interface Movie {
  readonly directors: readonly Involved[]
  readonly cast: readonly Involved[]
}

/** A country with the rows between it and its languages. */
export interface Country {
  readonly languages: readonly { readonly language: Row }[]
}

/** The models, which a client and a transaction have. */
export interface Models {
  readonly customer: ReadModel<Row>
  readonly detail: ReadModel<Row>
  readonly movie: ReadModel<Movie>
  readonly country: ReadModel<Country>
  readonly city: ReadModel<Row>
  readonly note: NoteModel
}

/** What is used of the generated client, whose own types are only there when it is generated. */
export interface PrismaClient extends Models {
  $queryRaw(text: TemplateStringsArray, ...values: unknown[]): PrismaPromise<Row[]>
  $transaction(queries: readonly PrismaPromise<unknown>[]): Promise<unknown[]>
  $transaction<R>(run: (tx: Models) => Promise<R>): Promise<R>
  $disconnect(): Promise<void>
}

export type PrismaClientClass = new (options: {
  adapter: PrismaBetterSqlite3 | PrismaMariaDb | PrismaPg
  transactionOptions: { maxWait: number; timeout: number }
}) => PrismaClient
