import type { Table } from '../ast/generated/schema.js'
import { handleOf, isModel, type ModelClass } from '../query/model-handle.js'
import { relationNames, relationOf } from '../query/relations/resolve.js'
import { invalidDefinition } from '../schema/column.js'
import { ddlTable } from '../schema/ddl-table.js'
import type { AnyModel } from '../schema/model-types.js'

/** Creates and drops tables. */
export interface SchemaEditor {
  /**
   * Creates the tables of models, with their keys and indexes, in the order of their foreign keys.
   *
   * @throws VersaError `ALREADY_EXISTS` where one exists; then none is created, except on MySQL
   * and MariaDB, which cannot take DDL back.
   * @example
   * await db.schema.create([User, Post])
   */
  create(models: readonly AnyModel[]): Promise<void>
  /** The same, but leaves alone what exists, whatever it looks like. */
  createIfMissing(models: readonly AnyModel[]): Promise<void>
  /** Drops the tables of models where they exist, with all their rows. */
  drop(models: readonly AnyModel[]): Promise<void>
}

/** What the editor needs of its database. */
export interface SchemaHost {
  ddl(action: 'create' | 'createIfMissing' | 'drop', tables: readonly Table[]): string[]
  /** Runs statements, all or none where the database can. */
  runAll(statements: readonly string[]): Promise<void>
}

/** The editor of a database. */
export function schemaEditor(host: SchemaHost): SchemaEditor {
  const run = async (
    action: 'create' | 'createIfMissing' | 'drop',
    models: readonly AnyModel[]
  ): Promise<void> => {
    // Several classes may share a table.
    const tables = new Map(
      models.map(model => [definitionOf(model), tableOfModel(model, action !== 'drop')])
    )
    await host.runAll(host.ddl(action, [...tables.values()]))
  }
  return {
    create: models => run('create', models),
    createIfMissing: models => run('createIfMissing', models),
    drop: models => run('drop', models)
  }
}

function definitionOf(model: unknown): unknown {
  return isModel(model) ? handleOf(model).definition : undefined
}

function tableOfModel(model: unknown, checkRelations: boolean): Table {
  if (!isModel(model)) {
    throw invalidDefinition('db.schema got something that is no model', 'pass model classes')
  }
  const checked: ModelClass = model
  const handle = handleOf(checked)
  // A mistake in a relation is found when the table is made, not when the relation is first used.
  if (checkRelations) for (const name of relationNames(handle)) relationOf(handle, name)
  return ddlTable(handle.definition)
}
