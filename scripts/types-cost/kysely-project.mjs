/** @import { Files } from './count.mjs' */

/**
 * The same tables as those of `versaProject`, and the same queries as its `comparedQueries`,
 * written for Kysely: its own helper loads relations.
 *
 * @param {number} count How many tables.
 * @returns {Files}
 */
export function kyselyProject(count) {
  /** @type {Record<string, string>} */
  const files = { 'database.ts': databaseOf(count) }
  for (let at = 0; at < count; at++) {
    const next = (at + 1) % count
    files[`tables/m${at}.ts`] = tableOf(at)
    files[`queries/m${at}.ts`] = queriesOf(at, next, (next + 1) % count)
  }
  return files
}

/**
 * @param {number} count
 * @returns {string}
 */
function databaseOf(count) {
  const tables = Array.from({ length: count }, (_, at) => at)
  const imports = tables.map(at => `import type { M${at} } from './tables/m${at}.js'`)
  return `import type { Kysely } from 'kysely'
${imports.join('\n')}

export interface Database {
${tables.map(at => `  m${at}: M${at}`).join('\n')}
}

export declare const db: Kysely<Database>
`
}

/**
 * @param {number} at
 * @returns {string}
 */
function tableOf(at) {
  return `import type { Generated } from 'kysely'

export interface M${at} {
  id: Generated<number>
  parentId: number
  code: string
  name: string
  title: string | null
  age: number | null
  score: Generated<number>
  price: Generated<string>
  active: Generated<boolean>
  kind: Generated<'a' | 'b' | 'c'>
  day: string | null
  createdAt: Generated<Date>
}
`
}

/**
 * @param {number} at
 * @param {number} next
 * @param {number} last
 * @returns {string}
 */
function queriesOf(at, next, last) {
  return `import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { db } from '../database.js'

export async function queries(id: number, text: string) {
  const byName = await db.selectFrom('m${at}').selectAll()
    .where('name', '=', text).where('age', '>', id).execute()
  const byKind = await db.selectFrom('m${at}').selectAll()
    .where('kind', '=', 'a').where('active', '=', true).executeTakeFirst()
  const joined = await db.selectFrom('m${at}')
    .innerJoin('m${next}', 'm${at}.id', 'm${next}.parentId')
    .select(['m${at}.name', 'm${next}.title', 'm${next}.id as child'])
    .execute()
  const picked = await db.selectFrom('m${at}').select(['id', 'name as label']).execute()
  const made = await db.insertInto('m${at}')
    .values({ parentId: id, code: text, name: text }).returningAll().executeTakeFirstOrThrow()
  const eager = await db.selectFrom('m${at}').selectAll('m${at}').select(eb => [
    jsonArrayFrom(
      eb.selectFrom('m${next}').selectAll('m${next}')
        .whereRef('m${next}.parentId', '=', 'm${at}.id')
        .select(eb2 => [
          jsonArrayFrom(
            eb2.selectFrom('m${last}').selectAll('m${last}')
              .whereRef('m${last}.parentId', '=', 'm${next}.id')
          ).as('children')
        ])
    ).as('children')
  ]).execute()
  return [
    byName[0]?.name,
    byKind?.kind,
    joined[0]?.child,
    picked[0]?.label,
    made.createdAt,
    eager[0]?.children[0]?.children[0]?.name
  ]
}
`
}
