import { AsyncLocalStorage } from 'node:async_hooks'
import {
  belongsTo,
  belongsToMany,
  hasMany,
  hasManyThrough,
  hasOne,
  Model,
  morphMany,
  morphTo,
  t
} from 'versa-orm'

/** Who asks. */
export const tenants = new AsyncLocalStorage<number>()

/** The tenant of the running request. */
export function currentTenant(): number {
  const tenant = tenants.getStore()
  if (tenant === undefined) throw new Error('nobody asks')
  return tenant
}

export class Team extends Model.table('teams', { id: t.id(), name: t.text() }) {
  static docs = hasMany(() => Doc, 'teamId')
  static latest = hasOne(() => Doc, 'teamId').latestOfMany()
  static copies = hasManyThrough(() => Copy, {
    through: () => Doc,
    foreignKey: 'teamId',
    relatedKey: 'docId'
  })
}

/** Of which both a mark and a tenant hide rows. */
export class Doc extends Model.table(
  'docs',
  {
    id: t.id(),
    teamId: t.int().references('teams').column('team_id'),
    parentId: t.int().nullable().column('parent_id'),
    tenantId: t.int().column('tenant_id'),
    title: t.text(),
    size: t.int()
  },
  { softDelete: true, globalScopes: { tenant: q => q.where('tenantId', currentTenant()) } }
) {
  static team = belongsTo(() => Team, 'teamId')
  static parent = belongsTo(() => Doc, 'parentId')
  static children = hasMany(() => Doc, 'parentId')
  static copies = hasMany(() => Copy, 'docId')
  static notes = morphMany(() => Note, { type: 'subjectType', id: 'subjectId', value: 'doc' })
  static labels = belongsToMany(() => Label, {
    through: () => DocLabel,
    foreignKey: 'docId',
    relatedKey: 'labelId'
  })
}

/** Refers to documents and hides nothing itself. */
export class Copy extends Model.table('copies', {
  id: t.id(),
  docId: t.int().column('doc_id'),
  place: t.text()
}) {
  static doc = belongsTo(() => Doc, 'docId')
}

export class Note extends Model.table('notes', {
  id: t.id(),
  subjectType: t.text({ length: 20 }).column('subject_type'),
  subjectId: t.int().column('subject_id'),
  body: t.text()
}) {
  static subject = morphTo(() => ({ doc: Doc, team: Team }), {
    type: 'subjectType',
    id: 'subjectId'
  })
}

export class Label extends Model.table('labels', { id: t.id(), name: t.text() }) {
  static docs = belongsToMany(() => Doc, {
    through: () => DocLabel,
    foreignKey: 'labelId',
    relatedKey: 'docId'
  })
}

export class DocLabel extends Model.table(
  'doc_labels',
  { docId: t.int().column('doc_id'), labelId: t.int().column('label_id') },
  { primaryKey: ['docId', 'labelId'] }
) {}

export const tenantModels = [Team, Doc, Copy, Note, Label, DocLabel]

/**
 * Two teams. Of each: a document of tenant 1 that is there ('seen'), one of it that is deleted, one
 * of tenant 2; each with a copy, a note, a label, and a child of the first.
 */
export async function fillTenants(): Promise<void> {
  await Team.createMany([{ name: 'one' }, { name: 'two' }])
  await Label.createMany([{ name: 'any' }])
  const deletedAt = new Date('2026-01-02T03:04:05Z')
  const docs = [1, 2].flatMap(teamId => [
    { teamId, tenantId: 1, title: `seen ${teamId}`, size: 1, deletedAt: null },
    { teamId, tenantId: 1, title: `trashed ${teamId}`, size: 10, deletedAt },
    { teamId, tenantId: 2, title: `foreign ${teamId}`, size: 100, deletedAt: null }
  ])
  const made = await Doc.createMany(docs)
  const first = made[0]?.id ?? 0
  for (const { id } of made) {
    await Doc.withoutGlobalScopes().where('id', id).update({ parentId: first })
  }
  await Copy.createMany(made.map(({ id, title }) => ({ docId: id, place: `copy of ${title}` })))
  await Note.createMany(
    made.map(({ id, title }) => ({ subjectType: 'doc', subjectId: id, body: `on ${title}` }))
  )
  await DocLabel.createMany(made.map(({ id }) => ({ docId: id, labelId: 1 })))
}
