import type { SqlFragment } from './sql-fragment.js'

/** The type of a column's values, for the compiler only. */
export declare const valueType: unique symbol
/** What else the compiler has to know of a column: see {@link ColumnFlag}. */
export declare const columnFlags: unique symbol

/**
 * `optional`: an insert may leave the column out. `primary`: it is (part of) the primary key.
 * `generated`: only the database writes it.
 */
export type ColumnFlag = 'optional' | 'primary' | 'generated'

/** What happens to a row when the row it refers to is deleted or its key changes. */
export type OnReferenceChange = 'cascade' | 'restrict' | 'set null' | 'no action'

/** Options of {@link Column.references}. */
export interface ReferenceOptions {
  /** The column that is referred to, by its name in the database. Default: `id`. */
  readonly column?: string
  /** The schema (MySQL: the database) of the other table. Default: that of this one. */
  readonly schema?: string
  /** What happens here when the row there is deleted. Default: it cannot be deleted. */
  readonly onDelete?: OnReferenceChange
  /** What happens here when the key there changes. Default: it cannot change. */
  readonly onUpdate?: OnReferenceChange
}

/** Options of {@link Column.index}. */
export interface ColumnIndexOptions {
  /** Its name. Default: one made of the table's and the column's. */
  readonly name?: string
  /** `desc`: the largest value comes first. Default: `asc`. */
  readonly order?: 'asc' | 'desc'
  /** Only the rows that meet the condition are in it; not on MySQL and MariaDB. Default: all. */
  readonly where?: SqlFragment
  /** No two rows in it have the same value. Default: false. */
  readonly unique?: boolean
}

/**
 * A column of a model, made with {@link t}. `Value` is the type of its values in TypeScript.
 *
 * Columns are immutable: each method returns another column. What contradicts itself is refused
 * with `INVALID_MODEL` when the model is defined.
 */
export interface Column<Value, Flags extends ColumnFlag = never> {
  /** @internal */
  readonly [valueType]: Value
  /** @internal */
  readonly [columnFlags]: Flags
  /**
   * Allows null; an insert may leave the column out.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), text: t.text().nullable() }) {}
   *
   * await db.schema.create([Note])
   * await Note.create({}) //=> { id: 1, text: null }
   * ```
   */
  nullable(): Column<Value | null, Flags | 'optional'>
  /**
   * The value where an insert gives none. A function is called for each row; a value is the
   * database's default too.
   *
   * @param value The value, or what makes one.
   * @throws VersaError `INVALID_MODEL` on a generated column, `INVALID_VALUE` for a value that the
   * column does not take.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), text: t.text().default('empty') }) {}
   *
   * await db.schema.create([Note])
   * await Note.create({}) //=> { id: 1, text: 'empty' }
   * ```
   */
  default(value: Value | (() => Value)): Column<Value, Flags | 'optional'>
  /**
   * No two rows have the same value. Null is no value: several rows may have it.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Site extends Model.table('sites', { id: t.id(), host: t.text().unique() }) {}
   *
   * await db.schema.create([Site])
   * await Site.create({ host: 'example.com' })
   * await Site.create({ host: 'example.com' }) //! UNIQUE_VIOLATION
   * ```
   */
  unique(): Column<Value, Flags>
  /**
   * Makes the column the primary key, or part of it.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Country extends Model.table('countries', { code: t.varchar(2).primary() }) {}
   *
   * await db.schema.create([Country])
   * await Country.create({ code: 'PE' })
   * await Country.find('PE') //=> { code: 'PE' }
   * ```
   */
  primary(): Column<Value, Flags | 'primary'>
  /**
   * Makes the column a foreign key to a column of another table, `id` by default.
   *
   * @param table The other table's name.
   * @param options The column there, and what happens when its row is deleted. Default: `id`; the
   * row cannot be deleted.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', {
   *   id: t.id(),
   *   userId: t.int().references('users', { onDelete: 'cascade' })
   * }) {}
   *
   * await db.schema.create([Note])
   * await Note.create({ userId: 99 }) //! FOREIGN_KEY_VIOLATION
   * ```
   */
  references(table: string, options?: ReferenceOptions): Column<Value, Flags>
  /**
   * Names the column in the database, where its name differs from the property's.
   *
   * @param name The name there.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), madeBy: t.int().column('made_by') }) {}
   *
   * Note.where('madeBy', 1).toSQL().sql
   * //=> 'SELECT "id", "made_by" FROM "notes" WHERE "made_by" = ?'
   * ```
   */
  column(name: string): Column<Value, Flags>
  /**
   * Makes an index of the column.
   *
   * @param options Its name, its order, and which rows are in it. Default: all, ascending.
   * @example
   * ```ts
   * import { Model, sql, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', {
   *   id: t.id(),
   *   slug: t.text().index({ unique: true, where: sql`slug <> ''` })
   * }) {}
   *
   * await db.schema.create([Note])
   * await Note.createMany([{ slug: '' }, { slug: '' }, { slug: 'a' }])
   * await Note.create({ slug: 'a' }) //! UNIQUE_VIOLATION
   * ```
   */
  index(options?: ColumnIndexOptions): Column<Value, Flags>
  /**
   * The database refuses rows that do not meet the condition. Names are the database's own; there
   * can be no values in it, because definitions of tables bind none.
   *
   * @param condition What is true of each row.
   * @param options `name`: that of the constraint. Default: the database makes one.
   * @throws VersaError `INVALID_MODEL` for what is no SQL, or has values in braces.
   * @example
   * ```ts
   * import { Model, sql, t } from 'versa-orm'
   *
   * class Seat extends Model.table('seats', {
   *   id: t.id(),
   *   row: t.int().check(sql`row between 1 and 20`)
   * }) {}
   *
   * await db.schema.create([Seat])
   * await Seat.create({ row: 21 }) //! CHECK_VIOLATION
   * ```
   */
  check(condition: SqlFragment, options?: { readonly name?: string }): Column<Value, Flags>
  /**
   * The database computes the column from others of the row; nobody else writes it.
   *
   * @param expression How it is computed, without values in braces.
   * @param options `stored: false`: it is computed when it is read, not on PostgreSQL. Default: it
   * is stored with the row.
   * @throws VersaError `INVALID_MODEL` for what is no SQL, or has values in braces.
   * @example
   * ```ts
   * import { Model, sql, t } from 'versa-orm'
   *
   * class Line extends Model.table('lines', {
   *   id: t.id(),
   *   price: t.int(),
   *   quantity: t.int(),
   *   total: t.int().generated(sql`price * quantity`)
   * }) {}
   *
   * await db.schema.create([Line])
   * const line = await Line.create({ price: 5, quantity: 3 })
   * line.total //=> 15
   * ```
   */
  generated(
    expression: SqlFragment,
    options?: { readonly stored?: boolean }
  ): Column<Value, Flags | 'generated'>
  /**
   * Says what the column is for; the database shows it. SQLite keeps it in the table's SQL.
   *
   * @param text The comment.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Job extends Model.table('jobs', {
   *   id: t.id(),
   *   state: t.text().comment('as the scheduler names it')
   * }) {}
   *
   * await db.schema.create([Job])
   * ```
   */
  comment(text: string): Column<Value, Flags>
  /**
   * Says of which class a row is: the table has rows of several, which extend the model and are
   * named by its static `kinds`. An insert through a class fills the column in, a query of a class
   * finds its rows and those of classes that extend it, and what is found is an instance of its
   * class.
   *
   * @param options What becomes of rows whose class is not known. Default: they are a failure.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Animal extends Model.table('animals', { id: t.id(), kind: t.text().discriminator() }) {
   *   static kinds = () => ({ dog: Dog, cat: Cat })
   * }
   * class Dog extends Animal {}
   * class Cat extends Animal {}
   *
   * await db.schema.create([Animal])
   * await Cat.create({})
   * const animal = await Animal.firstOrFail()
   * animal instanceof Cat //=> true
   * ```
   */
  discriminator(
    this: Column<string | null, ColumnFlag>,
    options?: DiscriminatorOptions
  ): Column<Value, Flags | 'optional'>
  /**
   * Sets the rules by which a text is compared and sorted.
   *
   * @param name The name of a collation of the database.
   * @throws VersaError `INVALID_MODEL` for no name, and on a column that is no text.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Place extends Model.table('places', {
   *   id: t.id(),
   *   name: t.varchar(80).collation('nocase')
   * }) {}
   *
   * await db.schema.create([Place])
   * await Place.create({ name: 'Lima' })
   * await Place.where('name', 'LIMA').exists() //=> true
   * ```
   */
  collation(this: Column<string | null, ColumnFlag>, name: string): Column<Value, Flags>
}

/** A column of whole numbers. */
export interface WholeColumn<Value, Flags extends ColumnFlag = never> extends Column<Value, Flags> {
  /**
   * Makes the column the primary key, which the database counts up where an insert gives none.
   *
   * @param mode `'always'`: nobody else can give one. Default: `'by default'`.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Event extends Model.table('events', { id: t.bigint().identity(), what: t.text() }) {}
   *
   * await db.schema.create([Event])
   * const event = await Event.create({ what: 'began' })
   * event.id //=> 1n
   * ```
   */
  identity(mode?: 'by default'): Column<Value, Flags | 'optional' | 'primary'>
  identity(mode: 'always'): Column<Value, Flags | 'generated' | 'primary'>
}

/** A column of days, times or instants. */
export interface TemporalColumn<Value, Flags extends ColumnFlag = never>
  extends Column<Value, Flags> {
  nullable(): TemporalColumn<Value | null, Flags | 'optional'>
  default(value: Value | (() => Value)): TemporalColumn<Value, Flags | 'optional'>
  unique(): TemporalColumn<Value, Flags>
  primary(): TemporalColumn<Value, Flags | 'primary'>
  references(table: string, options?: ReferenceOptions): TemporalColumn<Value, Flags>
  column(name: string): TemporalColumn<Value, Flags>
  index(options?: ColumnIndexOptions): TemporalColumn<Value, Flags>
  check(condition: SqlFragment, options?: { readonly name?: string }): TemporalColumn<Value, Flags>
  comment(text: string): TemporalColumn<Value, Flags>
  /**
   * The database puts in the current day, time or instant where an insert gives none; what has no
   * zone is that of UTC.
   *
   * @throws VersaError `INVALID_MODEL` on a generated column.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Visit extends Model.table('visits', { id: t.id(), at: t.timestamp().defaultNow() }) {}
   *
   * await db.schema.create([Visit])
   * const visit = await Visit.create({})
   * visit.at instanceof Date //=> true
   * ```
   */
  defaultNow(): TemporalColumn<Value, Flags | 'optional'>
}

/** Options of {@link Column.discriminator}: what becomes of rows whose class is not known. */
export interface DiscriminatorOptions {
  /**
   * What a value is that stands for no class: a failure when the row is read, or an instance of the
   * `'base'` class. Default: `'error'`.
   */
  readonly unknown?: 'error' | 'base'
}

/** Any column. */
export type AnyColumn = Column<unknown, ColumnFlag>
