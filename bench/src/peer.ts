/** What kind of library a contender is. */
export type PeerKind = 'driver' | 'orm' | 'versa'

/** The databases that are measured. */
export type DatabaseName = 'SQLite' | 'PostgreSQL' | 'MariaDB'

/** A database that is filled and ready. */
export interface Target {
  readonly database: DatabaseName
  /** `sqlite:/path`, `postgres://…` or `mariadb://…`. */
  readonly url: string
  /** The path of the SQLite file; empty for the others. */
  readonly file: string
}

/** A row, or one with rows of its own. */
export type Row = object

/** A note as it is written. */
export interface NewNote {
  readonly slug: string
  readonly title: string
  readonly body: string
  readonly score: number
  readonly n: number
  readonly createdAt: Date
}

type Answer<T> = T | Promise<T>

/**
 * What a contender does, each in the way its own documentation recommends for speed. A method that
 * a library has no way for is left out; the workloads that need it leave the library out.
 *
 * Columns are named as the properties; all rows have all columns, unless a method says otherwise.
 * Dates are `Date` or text, booleans `boolean` or 0 and 1: the comparison knows.
 */
export interface Session {
  /** The customer with that id; one query by primary key. */
  customer?(id: number): Answer<Row | null | undefined>
  /** The order details with an id up to that one, in the order of their ids. */
  detailsUpTo?(id: number): Answer<readonly Row[]>
  /** 20 active customers of a country, by name and id, behind the first `offset`. */
  customerPage?(country: string, offset: number): Answer<readonly Row[]>
  /** Per country, by country: `country`, `orders` (their number), `revenue` (a sum of products). */
  revenueByCountry?(): Answer<readonly Row[]>
  /** `count` customers with an id from `first` on, by id, each with `orders`. */
  withOrders?(first: number, count: number): Answer<readonly Row[]>
  /** The same, each order with `details`. */
  withDetails?(first: number, count: number): Answer<readonly Row[]>
  /** The same, each detail with its `product`. */
  withProducts?(first: number, count: number): Answer<readonly Row[]>
  /** A movie with `directors` and `cast` (people) and `reviews`, each review with its `author`. */
  movie?(id: number): Answer<Row | null | undefined>
  /** The countries of a continent by code, each with its `cities` and `languages`. */
  countriesOf?(continent: string): Answer<readonly Row[]>
  /** The 20 most populous cities whose names begin so, by population and id, downwards. */
  citiesNamed?(prefix: string): Answer<readonly Row[]>
  /** Per continent, by its name: `continent`, `cities` (their number), `population` (a sum). */
  populationByContinent?(): Answer<readonly Row[]>
  /** Adds a note. */
  insertNote?(note: NewNote): Answer<unknown>
  /** Adds notes in one call, all or none. */
  insertNotes?(notes: readonly NewNote[]): Answer<unknown>
  /** Sets `n` of the note with that id. */
  updateNote?(id: number, n: number): Answer<unknown>
  /** Adds notes, or sets `title`, `score` and `n` of those whose slug exists. */
  upsertNotes?(notes: readonly NewNote[]): Answer<unknown>
  /**
   * A transaction of five statements: adds a note; reads the customer with the id `n + 1`; sets
   * `n` of note 1 to `note.n`; adds a second note whose slug ends in `b`; counts the notes.
   */
  transaction?(note: NewNote): Answer<unknown>
  /** The text of a query with four clauses, of the same shape at each call; nothing is run. */
  build?(round: number): string
  /** The text of a query of six conditions whose shape is new at each call; nothing is run. */
  buildNew?(round: number): string
  close(): Answer<void>
}

/** A contender. */
export interface Peer {
  /** Its name, with the way it is used where there are several: `drizzle, prepared`. */
  readonly name: string
  readonly kind: PeerKind
  /** The npm package whose version is shown. */
  readonly package: string
  readonly databases: readonly DatabaseName[]
  open(target: Target): Promise<Session>
}
