import type { Row } from '../peer.js'

/** A row as a bag of its columns. */
type Bag = Record<string, unknown>

/** Rows by the value of a column: what is written by hand where a driver has no relations. */
export function groupBy(rows: readonly Row[], column: string): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>()
  for (const row of rows) {
    const key = (row as Bag)[column]
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

/** Puts children into a list of their parents, and gives the parents. */
export function attach(
  parents: readonly Row[],
  children: readonly Row[],
  foreignKey: string,
  name: string,
  key = 'id'
): readonly Row[] {
  const groups = groupBy(children, foreignKey)
  for (const parent of parents as Bag[]) {
    parent[name] = groups.get(parent[key]) ?? []
  }
  return parents
}

/** The same for rows that were joined with the table between: the parent's key is taken out. */
export function attachThrough(
  parents: readonly Row[],
  children: readonly Row[],
  foreignKey: string,
  name: string,
  key = 'id'
): readonly Row[] {
  const groups = groupBy(children, foreignKey)
  for (const parent of parents as Bag[]) {
    const own = (groups.get(parent[key]) ?? []) as Bag[]
    parent[name] = own.map(({ [foreignKey]: _, ...row }) => row)
  }
  return parents
}

/** Puts the one row that each refers to into it, and gives the rows. */
export function refer(
  rows: readonly Row[],
  targets: readonly Row[],
  foreignKey: string,
  name: string
): readonly Row[] {
  const byId = new Map((targets as Bag[]).map(target => [target['id'], target]))
  for (const row of rows as Bag[]) row[name] = byId.get(row[foreignKey]) ?? null
  return rows
}

/** The values of a column, each once. */
export function keysOf(rows: readonly Row[], column = 'id'): unknown[] {
  return [...new Set((rows as Bag[]).map(row => row[column]))]
}
