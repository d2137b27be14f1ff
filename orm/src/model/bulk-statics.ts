import { QueryBuilder } from '../query/build/query-builder.js'
import { handleOf, type ModelClass, type ModelHandle } from '../query/model-handle.js'
import { createOrUpdate, firstMatch, firstOrCreate } from '../query/writes/first-or-create.js'
import { plainValues, rowList } from '../query/writes/given.js'
import { insertFrom } from '../query/writes/insert-from.js'
import { forgetting, modelShapes } from '../query/writes/model-writes.js'
import { replaceRows } from '../query/writes/replace.js'
import { insertMany, insertOrIgnore } from '../query/writes/silent-inserts.js'
import { upsertModels } from '../query/writes/upsert-many.js'
import { upsertRows } from '../query/writes/upsert-rows.js'
import { assign, ModelBase } from './model-base.js'

/** The static methods of models that write rows in bulk, or unless they are there. */
export const bulkStatics = {
  async upsertMany(this: ModelClass, list: unknown, options: unknown): Promise<object[]> {
    const handle = handleOf(this)
    return upsertModels(handle, rowList(handle.source, list), options)
  },

  async insertOrUpdate(this: ModelClass, rows: unknown, options: unknown): Promise<number> {
    const { source, executor } = handleOf(this)
    return upsertRows(executor, source, listOf(rows), options)
  },

  async insertOrIgnore(this: ModelClass, values: unknown): Promise<number> {
    const { source, executor } = handleOf(this)
    return insertOrIgnore(executor, source, [values])
  },

  async insertOrIgnoreMany(this: ModelClass, list: unknown): Promise<number> {
    const { source, executor } = handleOf(this)
    return insertOrIgnore(executor, source, list)
  },

  async insertMany(this: ModelClass, rows: unknown, options: unknown): Promise<number> {
    const { source, executor } = handleOf(this)
    return insertMany(executor, source, rows, options)
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
    const instance = new this()
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
  const rows = await replaceRows(QueryBuilder.ofModel(handle), list, modelShapes)
  forgetting(executor, source, list)?.(rows)
  return rows
}

function listOf(rows: unknown): readonly unknown[] {
  return Array.isArray(rows) ? rows : [rows]
}
