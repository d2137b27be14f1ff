import type { Definitions } from '../ast/generated/schema.js'
import type { DdlAction } from '../engine/engine.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'
import { handleOf, isModel, type ModelClass } from '../query/model-handle.js'
import { relationNames, relationOf } from '../query/relations/resolve.js'
import { ddlTable } from '../schema/ddl-table.js'
import { invalidDefinition } from '../schema/invalid-definition.js'
import type { AnyModel } from '../schema/model-types.js'
import { ViewDefinition } from '../schema/view-definition.js'
import { ddlView } from './ddl-view.js'

/** Creates and drops tables, views and schemas. */
export interface SchemaEditor {
  /**
   * Creates the tables of models, with their keys and indexes, in the order of their foreign keys,
   * and then the views, those first that others read.
   *
   * @param models Models of tables and of views, in any order.
   * @throws VersaError `ALREADY_EXISTS` where one exists; then none is created, except on MySQL
   * and MariaDB, which cannot take DDL back. `INVALID_MODEL` for a definition that contradicts
   * itself.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), text: t.text() }) {}
   *
   * await db.schema.create([Note])
   * await Note.count() //=> 0
   * ```
   */
  create(models: readonly AnyModel[]): Promise<void>
  /**
   * Creates what is missing, and leaves alone what exists, whatever it looks like.
   *
   * @param models Models of tables and of views, in any order.
   * @throws VersaError `INVALID_MODEL` for a definition that contradicts itself.
   * @example
   * ```ts
   * await db.schema.createIfMissing([User, Post])
   * await User.count() //=> 4
   * ```
   */
  createIfMissing(models: readonly AnyModel[]): Promise<void>
  /**
   * Drops the views and tables of models where they exist, with all their rows.
   *
   * @param models Models of tables and of views, in any order.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where rows of other tables refer to theirs; not on
   * PostgreSQL, which drops the foreign keys as well.
   * @example
   * ```ts
   * await db.schema.drop([PostTag, Tag])
   * await Tag.count() //! UNKNOWN_TABLE
   * ```
   */
  drop(models: readonly AnyModel[]): Promise<void>
  /**
   * Creates a schema (MySQL: a database) unless it exists.
   *
   * @param name The schema's name.
   * @throws VersaError `UNSUPPORTED` on SQLite, where a schema is a file that is attached.
   * @example
   * ```ts
   * await db.schema.createSchema('audit') //! UNSUPPORTED
   * ```
   */
  createSchema(name: string): Promise<void>
  /**
   * Drops a schema (MySQL: a database) where it exists, with all that is in it.
   *
   * @param name The schema's name.
   * @throws VersaError `UNSUPPORTED` on SQLite.
   * @example
   * ```ts
   * await db.schema.dropSchema('audit') //! UNSUPPORTED
   * ```
   */
  dropSchema(name: string): Promise<void>
}

/** What the editor needs of its database. */
export interface SchemaHost {
  ddl(action: DdlAction, definitions: Definitions): string[]
  /** Runs statements, all or none where the database can. */
  runAll(statements: readonly string[]): Promise<void>
}

/** The editor of a database. */
export function schemaEditor(host: SchemaHost): SchemaEditor {
  const run = async (action: DdlAction, models: readonly AnyModel[]): Promise<void> => {
    await host.runAll(host.ddl(action, definitionsOf(models, action !== 'drop')))
  }
  const runSchema = async (action: DdlAction, name: unknown): Promise<void> => {
    const schemas = [checkedName(name)]
    await host.runAll(host.ddl(action, { schemas, tables: [], views: [] }))
  }
  return {
    create: models => run('create', models),
    createIfMissing: models => run('createIfMissing', models),
    drop: models => run('drop', models),
    createSchema: name => runSchema('createIfMissing', name),
    dropSchema: name => runSchema('drop', name)
  }
}

/** What the engine makes DDL of. */
export function definitionsOf(models: readonly AnyModel[], creates: boolean): Definitions {
  const definitions: Definitions = { schemas: [], tables: [], views: [] }
  // Several classes may share a table.
  for (const definition of new Set(models.map(model => checkedModel(model, creates).definition))) {
    if (definition instanceof ViewDefinition) definitions.views.push(ddlView(definition, creates))
    else definitions.tables.push(ddlTable(definition))
  }
  return definitions
}

function checkedModel(model: unknown, checkRelations: boolean): ReturnType<typeof handleOf> {
  if (!isModel(model)) {
    throw invalidDefinition('db.schema got something that is no model', 'pass model classes')
  }
  const checked: ModelClass = model
  const handle = handleOf(checked)
  // A mistake in a relation is found when the table is made, not when the relation is first used.
  if (checkRelations) for (const name of relationNames(handle)) relationOf(handle, name)
  return handle
}

function checkedName(name: unknown): string {
  if (typeof name === 'string') return name
  throw new VersaError('INVALID_IDENTIFIER', `a schema cannot be named by ${kindOf(name)}`, {
    hint: "pass its name: db.schema.createSchema('audit')"
  })
}
