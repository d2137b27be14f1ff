import { invalidDefinition } from '../../schema/invalid-definition.js'
import { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { keyIdentity, keyOf, type RowKey } from '../relations/identity.js'
import { KEYS_MAX } from '../relations/load.js'
import { ofKeys } from '../relations/reach.js'
import { type KeyedRelation, relationOf } from '../relations/resolve.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { instantGroups, mark, unmark } from './soft-deletes.js'

/** A row as a bag of its columns. */
export type Parent = Readonly<Record<string, unknown>>

/** The relations whose rows are marked and restored together with the rows of a table. */
export function cascadesOf({ model, definition }: Source): readonly KeyedRelation[] {
  const names = definition?.softDelete?.cascade ?? []
  if (model === undefined || names.length === 0) return []
  return names.map(name => {
    const relation = relationOf(model, name)
    const { kind } = relation
    if (kind === 'hasMany' || kind === 'hasOne') {
      if (relation.target.definition.softDelete !== undefined) return relation
    }
    throw invalidDefinition(
      `softDelete of ${model.model.name} cascades to ${name}, which cannot be marked`,
      'name relations made by hasMany, hasOne, morphMany or morphOne, to models with softDelete'
    )
  })
}

/** Marks what belongs to rows that were marked: a statement per relation, level by level. */
export async function markBelow(
  query: QueryBuilder,
  parents: readonly Parent[],
  at: Date
): Promise<void> {
  for (const relation of cascadesOf(query.source)) {
    for (const children of below(query, relation, parents)) {
      const { affected } = await mark(children.trashed('without'), at)
      // Circles end here: in them nothing is left to mark.
      if (affected === 0 || cascadesOf(children.source).length === 0) continue
      const rows = await children.where(deletedAt(children).property, at).rows()
      await markBelow(children, rows as Parent[], at)
    }
  }
}

/** Restores what belongs to rows and was marked together with them, at the same instant. */
export async function restoreBelow(
  query: QueryBuilder,
  groups: ReadonlyMap<string, readonly Parent[]>
): Promise<void> {
  for (const relation of cascadesOf(query.source)) {
    for (const [instant, parents] of groups) {
      for (const all of below(query, relation, parents)) {
        const children = all.whereText(deletedAt(all), '=', instant)
        const goesOn = cascadesOf(children.source).length > 0
        const found = goesOn
          ? await children.fetchKeyed('rows', [{ textOf: deletedAt(all) }])
          : undefined
        await unmark(children)
        if (found !== undefined && found.length > 0) {
          await restoreBelow(children, instantGroups(found))
        }
      }
    }
  }
}

/** The rows of a relation, in parts, whatever is hidden of them. */
function below(
  query: QueryBuilder,
  relation: KeyedRelation,
  parents: readonly Parent[]
): QueryBuilder[] {
  const keys = new Map<unknown, RowKey>()
  for (const parent of parents) {
    const key = keyOf(parent, relation.ownColumns)
    if (key !== undefined) keys.set(keyIdentity(key), key)
  }
  const all = [...keys.values()]
  const begin = QueryBuilder.in(relation.target.source, executorOf(query)).withoutGlobalScopes()
  const parts: QueryBuilder[] = []
  for (let at = 0; at < all.length; at += KEYS_MAX) {
    parts.push(ofKeys({ ...relation, pick: undefined }, begin, all.slice(at, at + KEYS_MAX)))
  }
  return parts
}

function deletedAt({ source }: QueryBuilder): ColumnRef {
  return source.columnOrFail(source.scopes?.deletedAt?.property ?? 'deletedAt')
}
