import { CountedProject } from './count.mjs'
import { modelFiles, queryFile } from './versa-project.mjs'

/**
 * What an expression costs: `first` where a model meets it for the first time, `again` at each
 * further place.
 *
 * @typedef {{ first: number, again: number }} ExpressionCost
 */

/**
 * Typical expressions. `M` is a model, `N` the one that belongs to it.
 *
 * @type {{ readonly [name: string]: string }}
 */
export const expressions = {
  find: 'await M.find(id)',
  all: 'await M.all()',
  rows: 'await M.rows()',
  'where, equal': "M.where('name', text)",
  'where, operator': "M.where('age', '>=', id)",
  'where, list': "M.where('kind', 'in', ['a', 'b'])",
  'where, object': 'M.where({ name: text, age: null })',
  'where, brackets': "M.where(q => q.where('age', '<', id).orWhere('age', '>', id))",
  'where, fragment': 'M.where(sql`age > 5`)',
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
 * The most that an expression may cost. What is dearer wants other types, not another record.
 *
 * @type {ExpressionCost}
 */
export const budget = { first: 700, again: 400 }

/**
 * Counts what each expression costs. Each has six models to itself, all in one project. The first
 * three of them take what the compiler learns only once, the others are counted.
 *
 * @returns {{ [name: string]: ExpressionCost }}
 */
export function countExpressions() {
  const all = Object.values(expressions).map((expression, index) => ({
    prefix: `e${index}x`,
    expression
  }))
  /** @type {Record<string, string>} */
  const files = {}
  for (const { prefix, expression } of all) {
    // A statement each: nothing is inferred across them.
    const statements = `  void [id, text]\n  ;${expression}`
    Object.assign(files, modelFiles(6, prefix))
    files[`${prefix}/warm.ts`] = queryFile(0, 1, statements, prefix)
    files[`${prefix}/base.ts`] = queryFile(3, 4, '  void [id, text]', prefix)
    files[`${prefix}/first.ts`] = queryFile(3, 4, statements, prefix)
    files[`${prefix}/again.ts`] = queryFile(3, 4, statements, prefix)
  }
  const project = new CountedProject(files)
  for (const file of Object.keys(files).filter(name => name.startsWith('models/'))) {
    project.check(file)
  }
  return Object.fromEntries(
    Object.keys(expressions).map((name, index) => {
      const check = (/** @type {string} */ file) => project.check(`e${index}x/${file}.ts`)
      check('warm')
      check('base')
      return [name, { first: check('first'), again: check('again') }]
    })
  )
}
