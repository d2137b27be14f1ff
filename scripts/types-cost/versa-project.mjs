/** @import { Files } from './count.mjs' */

/**
 * A program of many models, each with twelve columns, two relations and a file of queries; and a
 * list of all of them, as `db.schema.create` takes it.
 *
 * @param {number} count How many models.
 * @param {string} queries The statements of each file of queries, as in {@link queryFile}.
 * @returns {Files}
 */
export function versaProject(count, queries) {
  const files = modelFiles(count)
  files['schema.ts'] = listFile(count)
  for (let at = 0; at < count; at++) {
    const next = (at + 1) % count
    files[`queries/m${at}.ts`] = queryFile(at, next, queries)
  }
  return files
}

/**
 * Models in a ring: each belongs to the one before and has many of the one behind.
 *
 * @param {number} count
 * @param {string} [prefix] What their tables' names begin with.
 * @returns {Record<string, string>}
 */
export function modelFiles(count, prefix = 'm') {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const [own, before, next] = [at, (at + count - 1) % count, (at + 1) % count].map(
        place => `${prefix}${place}`
      )
      return [`models/${own}.ts`, modelFile(`${own}`, `${before}`, `${next}`)]
    })
  )
}

/** @param {number} count */
function listFile(count) {
  const models = Array.from({ length: count }, (_, at) => at)
  return `import type { Database } from 'versa-orm'
${models.map(at => `import { M${at} } from './models/m${at}.js'`).join('\n')}

export const models = [${models.map(at => `M${at}`).join(', ')}]
export const create = (db: Database) => db.schema.create(models)
`
}

/**
 * @param {string} own
 * @param {string} before
 * @param {string} next
 */
function modelFile(own, before, next) {
  return `import { belongsTo, hasMany, Model, t } from 'versa-orm'
import { ${classOf(before)} } from './${before}.js'
import { ${classOf(next)} } from './${next}.js'

export class ${classOf(own)} extends Model.table('${own}', {
  id: t.id(),
  parentId: t.int().references('${before}').column('parent_id'),
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
  static parent = belongsTo(() => ${classOf(before)}, 'parentId')
  static children = hasMany(() => ${classOf(next)}, 'parentId')
}
`
}

/**
 * The class of a table: `M1` of `m1`.
 *
 * @param {string} table
 */
const classOf = table => table.slice(0, 1).toUpperCase() + table.slice(1)

/**
 * A file of queries of a model and the one behind it.
 *
 * @param {number} at
 * @param {number} next
 * @param {string} statements In them `M` and `N` are the two models, `$M` and `$N` their tables.
 * @param {string} [prefix] As in {@link modelFiles}.
 */
export function queryFile(at, next, statements, prefix = 'm') {
  const [own, other] = [`${prefix}${at}`, `${prefix}${next}`]
  return `import { count, max, prepare, sql } from 'versa-orm'
import { ${classOf(own)} } from '../models/${own}.js'
import { ${classOf(other)} } from '../models/${other}.js'

export async function queries(id: number, text: string) {
${statements
  .replaceAll('$M', own)
  .replaceAll('$N', other)
  .replaceAll(/\bM\b/g, classOf(own))
  .replaceAll(/\bN\b/g, classOf(other))}
}

export const used = [${classOf(own)}, ${classOf(other)}, count, max, prepare, sql]
`
}

/** What most programs do with each of their models. */
export const usualQueries = `  const found = await M.find(id)
  const listed = await M.where('name', text).where('age', '>', id).orderBy('name').all()
  const joined = await M.query()
    .join(N, '$M.id', '$N.parentId')
    .where('$N.active', true)
    .select('$M.name', '$N.title', { child: '$N.id' })
    .all()
  const picked = await M.query().select('id', { label: 'name' }).all()
  const eager = await M.where('active', true)
    .with({ parent: true, children: { children: true } })
    .all()
  const filtered = await M.query()
    .with({ children: q => q.where('active', true).orderBy('name').with({ parent: true }) })
    .first()
  const made = await M.create({ parentId: id, code: text, name: text })
  const changed = await M.where('id', id).update({ name: text, age: null })
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
 * The queries that `kyselyProject` has too: two with two conditions, a join, a list of columns, an
 * insert, and relations of two levels.
 */
export const comparedQueries = `  const byName = await M.where('name', text)
    .where('age', '>', id)
    .all()
  const byKind = await M.where('kind', 'a').where('active', true).first()
  const joined = await M.query()
    .join(N, '$M.id', '$N.parentId')
    .select('$M.name', '$N.title', { child: '$N.id' })
    .all()
  const picked = await M.query().select('id', { label: 'name' }).all()
  const made = await M.create({ parentId: id, code: text, name: text })
  const eager = await M.with({ children: { children: true } }).all()
  return [
    byName[0]?.name,
    byKind?.kind,
    joined[0]?.child,
    picked[0]?.label,
    made.createdAt,
    eager[0]?.children[0]?.children[0]?.name
  ]`
