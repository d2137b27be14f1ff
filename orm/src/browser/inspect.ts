import type { Table } from '../ast/generated/schema.js'
import { definitionsOf } from '../connection/schema-editor.js'
import { calling } from '../engine/wasm/thrown.js'
import { VersaError } from '../errors/versa-error.js'
import { handleOf, type ModelClass } from '../query/model-handle.js'
import { relationNames, relationOf } from '../query/relations/resolve.js'
import type { AnyModel } from '../schema/model-types.js'
import {
  type DdlOf,
  type DialectName,
  dialectNames,
  type Finding,
  type InspectedSchema,
  type InspectedTable,
  type QueryPlan
} from './inspected.js'
import { loadedEngine } from './load.js'

/**
 * What the engine knows of queries and models, without a database. It has to be loaded: see
 * {@link loadEngine}.
 *
 * @example
 * ```ts prelude=browser
 * import { inspect } from 'versa-orm/browser'
 *
 * const { tables } = inspect.schema([Note])
 * tables[0]?.columns.map(column => column.name) //=> ['id', 'text']
 * ```
 */
export const inspect = {
  /**
   * The SQL of a query's tree.
   *
   * @param query The tree: the `query` of a {@link StatementEvent}.
   * @param dialect The dialect.
   * @throws VersaError `UNSUPPORTED` for what the dialect cannot do, `ENGINE_UNAVAILABLE` before
   * the engine is loaded.
   * @example
   * ```ts prelude=browser
   * import { connect, inspect, type StatementEvent, sqlJs } from 'versa-orm/browser'
   *
   * const events: StatementEvent[] = []
   * const page = await connect('sqljs::memory:', {
   *   executor: sqlJs({ load: initSqlJs, wasm }),
   *   observe: event => events.push(event),
   *   name: 'page'
   * })
   * await page.schema.create([Note])
   * await Note.using(page).where('id', 1).all()
   * inspect.compile(events.at(-1)?.query, 'PostgreSQL').sql
   * //=> 'SELECT "id", "text" FROM "notes" WHERE "id" = $1'
   * await page.close()
   * ```
   */
  compile(query: unknown, dialect: DialectName): { readonly sql: string } {
    const compiled = calling(() => loadedEngine().compile(JSON.stringify(query), dialect))
    const { sql }: { sql: string } = JSON.parse(compiled)
    return { sql }
  },

  /**
   * The tables of models, and the DDL that creates them.
   *
   * @param models The models.
   * @throws VersaError `INVALID_MODEL` for a definition that contradicts itself.
   * @example
   * ```ts prelude=browser
   * import { inspect } from 'versa-orm/browser'
   *
   * const { tables, ddl } = inspect.schema([Note])
   * tables.map(table => table.table) //=> ['notes']
   * Object.keys(ddl) //=> ['SQLite', 'PostgreSQL', 'MySQL', 'MariaDB']
   * ```
   */
  schema(models: readonly AnyModel[]): InspectedSchema {
    const definitions = definitionsOf(models, true)
    const json = JSON.stringify(definitions)
    const ddlOf = (dialect: DialectName): DdlOf => {
      try {
        return JSON.parse(calling(() => loadedEngine().ddl('create', json, dialect)))
      } catch (error) {
        if (!(error instanceof VersaError)) throw error
        return { error: { code: error.code, message: error.message } }
      }
    }
    return {
      tables: definitions.tables.map(table => tableOf(table, models as unknown as ModelClass[])),
      ddl: Object.fromEntries(dialectNames.map(dialect => [dialect, ddlOf(dialect)]))
    }
  },

  /**
   * Puts the rows of SQLite's `explain query plan` into plain words.
   *
   * @param rows The rows; or an object of `rows`, and of `query`, `tables` and other hints.
   * @throws VersaError `INVALID_QUERY` for what are no such rows.
   * @example
   * ```ts prelude=browser
   * import { inspect } from 'versa-orm/browser'
   *
   * const rows = await db.sql`explain query plan select * from notes where id = 1`.rows()
   * const [step] = inspect.explain(rows).steps
   * step?.kind //=> 'search'
   * ```
   */
  explain(rows: unknown): QueryPlan {
    return JSON.parse(calling(() => loadedEngine().explain(JSON.stringify(rows))))
  },

  /**
   * What the statements of a run show: repeated shapes and duplicates.
   *
   * @param statements The statements: objects of `number`, `sql`, `parameters`, `reads`, `writes`
   * and `access`.
   * @throws VersaError `INVALID_QUERY` for what are no such statements.
   * @example
   * ```ts prelude=browser
   * import { inspect } from 'versa-orm/browser'
   *
   * const sql = 'select * from notes where id = ?'
   * const run = [1, 2].map(number => ({ number, sql, parameters: [1], access: 'read' }))
   * inspect.findings(run).map(finding => finding.kind) //=> ['duplicate']
   * ```
   */
  findings(statements: unknown): readonly Finding[] {
    const json = JSON.stringify(statements, (_, value) =>
      typeof value === 'bigint' ? value.toString() : value
    )
    return JSON.parse(calling(() => loadedEngine().findings(json)))
  }
} as const

function tableOf(table: Table, models: readonly ModelClass[]): InspectedTable {
  const model = models.find(found => handleOf(found).definition.name === table.table.name)
  return {
    model: model?.name ?? table.table.name,
    table: table.table.name,
    columns: table.columns.map(({ name, type, nullable, unique }) => {
      const key = table.foreignKeys.find(({ columns }) => columns[0] === name)
      const column = key?.referencedColumns[0]
      return {
        name,
        type,
        nullable,
        unique,
        primaryKey: table.primaryKey.includes(name),
        ...(key === undefined || column === undefined
          ? {}
          : { references: { table: key.references.name, column } })
      }
    }),
    indexes: [
      ...table.indexes.map(({ keys, unique }) => ({
        columns: keys.map(key => (key.kind === 'column' ? key.column : '(expression)')),
        unique
      })),
      ...table.uniques.map(({ columns }) => ({ columns, unique: true }))
    ],
    relations: model === undefined ? [] : relationsOf(model)
  }
}

function relationsOf(model: ModelClass): InspectedTable['relations'] {
  const handle = handleOf(model)
  return relationNames(handle).map(name => {
    const relation = relationOf(handle, name)
    const target = relation.kind === 'morphTo' ? '' : relation.target.model.name
    return { name, kind: relation.kind, target }
  })
}
