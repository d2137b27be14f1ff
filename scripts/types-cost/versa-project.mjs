/** @import { Files } from './count.mjs' */

/**
 * A program of many models, each with twelve columns, two relations and a file of queries. Model
 * `i` belongs to the one before and has many of the one behind, in a ring.
 *
 * @param {number} count How many models.
 * @param {(at: number, next: number) => string} queriesOf The body of each file of queries.
 * @returns {Files}
 */
export function versaProject(count, queriesOf) {
  /** @type {Record<string, string>} */
  const files = {}
  for (let at = 0; at < count; at++) {
    const next = (at + 1) % count
    const before = (at + count - 1) % count
    files[`models/m${at}.ts`] = modelOf(at, before, next)
    files[`queries/m${at}.ts`] = `import { count, max, prepare, sql } from 'versa-orm'
import { M${at} } from '../models/m${at}.js'
import { M${next} } from '../models/m${next}.js'

export async function queries(id: number, text: string) {
${queriesOf(at, next)}
}

export const used = [M${next}, count, max, prepare, sql]
`
  }
  return files
}

/**
 * @param {number} at
 * @param {number} before
 * @param {number} next
 * @returns {string}
 */
function modelOf(at, before, next) {
  return `import { belongsTo, hasMany, Model, t } from 'versa-orm'
import { M${before} } from './m${before}.js'
import { M${next} } from './m${next}.js'

export class M${at} extends Model.table('m${at}', {
  id: t.id(),
  parentId: t.int().references('m${before}').column('parent_id'),
  code: t.text().unique(),
  name: t.text(),
  title: t.text().nullable(),
  age: t.int().nullable(),
  score: t.float().default(0),
  price: t.decimal(12, 2).default('0.00'),
  active: t.boolean().default(true),
  kind: t.enum(['a', 'b', 'c']).default('a'),
  day: t.date().nullable(),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {
  static parent = belongsTo(() => M${before}, 'parentId')
  static children = hasMany(() => M${next}, 'parentId')
}
`
}

/**
 * What most programs do with each of their models.
 *
 * @param {number} at
 * @param {number} next
 * @returns {string}
 */
export const usualQueries = (at, next) => `  const found = await M${at}.find(id)
  const listed = await M${at}.where('name', text).where('age', '>', id).orderBy('name').all()
  const joined = await M${at}.query()
    .join(M${next}, 'm${at}.id', 'm${next}.parentId')
    .where('m${next}.active', true)
    .select('m${at}.name', 'm${next}.title', { child: 'm${next}.id' })
    .all()
  const picked = await M${at}.query().select('id', { label: 'name' }).all()
  const eager = await M${at}.where('active', true).with({ parent: true, children: { children: true } }).all()
  const filtered = await M${at}.query()
    .with({ children: q => q.where('active', true).orderBy('name').with({ parent: true }) })
    .first()
  const made = await M${at}.create({ parentId: id, code: text, name: text })
  const changed = await M${at}.where('id', id).update({ name: text, age: null })
  return [
    found?.name,
    listed[0]?.kind,
    joined[0]?.child,
    picked[0]?.label,
    eager[0]?.children[0]?.children[0]?.name,
    filtered?.children[0]?.parent.name,
    made.createdAt,
    changed
  ]`

/**
 * The queries that {@link kyselyProject} has too: two conditions, a join, a list of columns, an
 * insert, and relations of two levels.
 *
 * @param {number} at
 * @param {number} next
 * @returns {string}
 */
export const comparedQueries = (at, next) => `  const byName = await M${at}.where('name', text).where('age', '>', id).all()
  const byKind = await M${at}.where('kind', 'a').where('active', true).first()
  const joined = await M${at}.query()
    .join(M${next}, 'm${at}.id', 'm${next}.parentId')
    .select('m${at}.name', 'm${next}.title', { child: 'm${next}.id' })
    .all()
  const picked = await M${at}.query().select('id', { label: 'name' }).all()
  const made = await M${at}.create({ parentId: id, code: text, name: text })
  const eager = await M${at}.with({ children: { children: true } }).all()
  return [
    byName[0]?.name,
    byKind?.kind,
    joined[0]?.child,
    picked[0]?.label,
    made.createdAt,
    eager[0]?.children[0]?.children[0]?.name
  ]`
