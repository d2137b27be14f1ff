import { countInstantiations } from './count.mjs'
import { versaProject } from './versa-project.mjs'

/**
 * What an expression costs: `first` where a model meets it for the first time, `again` at each
 * further place.
 *
 * @typedef {{ first: number, again: number }} ExpressionCost
 */

/** How many models meet an expression: what they share is divided among them. */
const models = 20

/** Typical expressions. `M` is a model, `N` the one that belongs to it. */
/** @type {{ readonly [name: string]: string }} */
export const expressions = {
  find: 'await M.find(id)',
  all: 'await M.all()',
  rows: 'await M.rows()',
  'where, equal': "M.where('name', text)",
  'where, operator': "M.where('age', '>=', id)",
  'where, list': "M.where('kind', 'in', ['a', 'b'])",
  'where, object': 'M.where({ name: text, age: null })',
  'where, brackets': "M.where(q => q.where('age', '<', id).orWhere('age', '>', id))",
  'where, fragment': 'M.where(sql`length(name) > ${id}`)',
  'where, three': "M.where('name', text).where('age', '>', id).where('active', true)",
  whereIn: "M.whereIn('id', [id])",
  'whereIn, query': "M.whereIn('id', N.query().select('parentId'))",
  whereExists: "M.whereExists(N.query().whereColumn('parentId', '=', '$M.id'))",
  orderBy: "M.orderBy('name').orderBy('id', 'desc')",
  'query, all': 'await M.query().all()',
  'query, first': "await M.where('name', text).first()",
  count: "await M.where('name', text).count()",
  max: "await M.query().max('createdAt')",
  select: "await M.query().select('id', 'name', 'kind').all()",
  'select, renamed': "await M.query().select('id', { label: 'name', since: 'createdAt' }).all()",
  'select, aggregates': "await M.query().select('kind', { n: count(), last: max('day') }).all()",
  'groupBy, having':
    "await M.query().select('kind', { n: count() }).groupBy('kind').having(count(), '>', 5).all()",
  join: "await M.query().join(N, '$M.id', '$N.parentId').all()",
  'join, select':
    "await M.query().join(N, '$M.id', '$N.parentId').select('$M.name', '$N.title').all()",
  'leftJoin, select':
    "await M.query().leftJoin(N, '$M.id', '$N.parentId').select('$M.name', '$N.title').all()",
  'with, one': '(await M.with({ children: true }).first())?.children[0]?.name',
  'with, two': '(await M.with({ children: true, parent: true }).first())?.parent.name',
  'with, nested':
    '(await M.with({ children: { children: true } }).first())?.children[0]?.children[0]?.name',
  'with, callback':
    "(await M.with({ children: q => q.where('active', true) }).first())?.children[0]?.name",
  'with, rows': '(await M.with({ children: true }).rows())[0]?.children[0]?.name',
  load: '(await M.make().load({ children: true })).children[0]?.name',
  related: "await M.make().related('children').where('active', true).all()",
  make: 'M.make({ name: text }).name',
  create: 'await M.create({ parentId: id, code: text, name: text })',
  createMany: 'await M.createMany([{ parentId: id, code: text, name: text }])',
  upsert: "await M.upsert({ parentId: id, code: text, name: text }, { on: ['code'] })",
  update: "await M.where('id', id).update({ name: text, age: null })",
  delete: "await M.where('id', id).delete()",
  save: 'await (await M.findOrFail(id)).save()',
  prepare: "await prepare((key: number) => M.where('id', key)).first(id)",
  stream: '(await M.query().stream().next()).done'
}

/**
 * Counts what each expression costs.
 *
 * @param {(name: string) => void} progress
 * @returns {{ [name: string]: ExpressionCost }}
 */
export function countExpressions(progress) {
  const base = countWith('', 0)
  return Object.fromEntries(
    Object.entries(expressions).map(([name, expression]) => {
      progress(name)
      const once = countWith(expression, 1)
      const twice = countWith(expression, 2)
      const first = Math.round((once - base) / models)
      return [name, { first, again: Math.round((twice - once) / models) }]
    })
  )
}

/**
 * @param {string} expression
 * @param {number} times
 * @returns {number}
 */
function countWith(expression, times) {
  return countInstantiations(
    versaProject(models, (at, next) => {
      const own = expression
        .replaceAll('$M', `m${at}`)
        .replaceAll('$N', `m${next}`)
        .replaceAll(/\bM\b/g, `M${at}`)
        .replaceAll(/\bN\b/g, `M${next}`)
      // A statement each: nothing is inferred across them.
      return `  void id\n  void text\n${`  ;${own}\n`.repeat(times)}`
    })
  )
}
