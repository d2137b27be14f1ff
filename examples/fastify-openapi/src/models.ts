import { belongsTo, hasMany, Model, sql, t } from 'versa-orm'

/** What a community does. Comments of columns are the descriptions in the document. */
export class Event extends Model.table(
  'events',
  {
    id: t.uuid({ generate: 'v7' }).primary(),
    title: t.varchar(120).check(sql`length(trim(title)) > 0`),
    summary: t.text().nullable(),
    kind: t.enum(['talk', 'workshop', 'meetup']),
    startsAt: t.timestamp().column('starts_at').index(),
    doors: t.time().nullable().comment('When the doors open, by the clock on the wall there'),
    fee: t
      .decimal(8, 2)
      .default('0.00')
      .check(sql`fee >= 0`)
      .comment('In the currency of the place; 0: it is free'),
    seats: t.int({ bits: 16 }).check(sql`seats > 0`),
    tags: t.json<readonly string[]>().default([])
  },
  {
    fillable: ['title', 'summary', 'kind', 'startsAt', 'doors', 'fee', 'seats', 'tags'],
    timestamps: true
  }
) {
  static registrations = hasMany(() => Registration, 'eventId')
}

/** Who comes. The address is needed to reach people, and shown to nobody. */
export class Registration extends Model.table(
  'registrations',
  {
    id: t.bigint().identity(),
    eventId: t.uuid().references('events', { onDelete: 'cascade' }).column('event_id'),
    name: t.varchar(120),
    email: t.varchar(254),
    state: t.enum(['booked', 'waiting']),
    note: t.text().nullable()
  },
  {
    fillable: ['name', 'email', 'note'],
    hidden: ['email'],
    uniques: [['eventId', 'email']],
    timestamps: { updatedAt: false }
  }
) {
  static event = belongsTo(() => Event, 'eventId')
}

export const models = [Event, Registration]
