import { QueryBuilder } from '../query/build/query-builder.js'
import { assign } from '../query/instances/fill.js'
import { handleOf, type ModelClass, type ModelHandle } from '../query/model-handle.js'
import { createOrUpdate, firstMatch, firstOrCreate } from '../query/writes/first-or-create.js'
import { forgetting } from '../query/writes/forgetting.js'
import { plainValues, rowList } from '../query/writes/given.js'
import { insertFrom } from '../query/writes/insert-from.js'
import { modelShapes, withParents } from '../query/writes/model-writes.js'
import { replaceRows } from '../query/writes/replace.js'
import { insertMany, insertOrIgnore } from '../query/writes/silent-inserts.js'
import { upsertModels } from '../query/writes/upsert-many.js'
import { upsertRows } from '../query/writes/upsert-rows.js'
import { ModelBase } from './model-base.js'

/** The static methods of models that write rows in bulk, or unless they are there. */
export const bulkStatics = {
  async upsertMany(this: ModelClass, list: unknown, options: unknown): Promise<object[]> {
    const handle = handleOf(this)
    const rows = rowList(handle.source, list)
    return withTouched(handle, () => upsertModels(handle, rows, options))
  },

  async insertOrUpdate(this: ModelClass, rows: unknown, options: unknown): Promise<number> {
    return upsertRows(handleOf(this), listOf(rows), options)
  },

  async insertOrIgnore(this: ModelClass, values: unknown): Promise<number> {
    return insertOrIgnore(handleOf(this), [values])
  },

  async insertOrIgnoreMany(this: ModelClass, list: unknown): Promise<number> {
    return insertOrIgnore(handleOf(this), list)
  },

  async insertMany(this: ModelClass, rows: unknown, options: unknown): Promise<number> {
    return insertMany(handleOf(this), rows, options)
  },

  async insertFrom(this: ModelClass, query: unknown, columns?: unknown): Promise<number> {
    const { source, executor } = handleOf(this)
    return insertFrom(executor, source, query, columns)
  },

  async replaceInto(this: ModelClass, values: unknown): Promise<object> {
    const handle = handleOf(this)
    const [row] = await replaceModels(handle, [plainValues(handle.source, values)])
    // One row was given, and what was inserted comes back.
    return row as object
  },

  async replaceIntoMany(this: ModelClass, list: unknown): Promise<object[]> {
    const handle = handleOf(this)
    return replaceModels(handle, rowList(handle.source, list))
  },

  async firstOrCreate(this: ModelClass, match: unknown, values?: unknown): Promise<object> {
    return firstOrCreate(handleOf(this), match, values)
  },

  async firstOrNew(this: ModelClass, match: unknown, values: unknown = {}): Promise<object> {
    const handle = handleOf(this)
    const found = await firstMatch(handle, match)
    if (found !== null) return found
    const instance = new handle.model()
    assign(handle, instance, match)
    assign(handle, instance, values)
    return instance
  },

  async createOrUpdate(this: ModelClass, match: unknown, values?: unknown): Promise<object> {
    return createOrUpdate(handleOf(this), match, values, async (row, given) => {
      if (row instanceof ModelBase) await row.update(given)
    })
  }
}

async function replaceModels(handle: ModelHandle, list: readonly unknown[]): Promise<object[]> {
  const { source, executor } = handle
  return withTouched(handle, async () => {
    const rows = await replaceRows(QueryBuilder.ofModel(handle), list, modelShapes)
    forgetting(executor, source, list)?.(rows)
    return rows
  })
}

/** Writes rows, and touches what they belong to where the model says so. */
function withTouched(handle: ModelHandle, write: () => Promise<object[]>): Promise<object[]> {
  return handle.definition.behaviour.touches.length === 0 ? write() : withParents(handle, write)
}

function listOf(rows: unknown): readonly unknown[] {
  return Array.isArray(rows) ? rows : [rows]
}
