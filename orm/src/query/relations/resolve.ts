import { didYouMean } from '../../errors/did-you-mean.js'
import { VersaError } from '../../errors/versa-error.js'
import { RelationDefinition, type RelationSettings } from '../../relations/relation.js'
import { invalidDefinition } from '../../schema/column.js'
import { bindModel, handleOf, isModel, type ModelHandle } from '../model-handle.js'
import { ColumnRef, Source } from '../shape/source.js'

/** A relation with its models and columns found. */
export interface ResolvedRelation {
  readonly name: string
  readonly kind: RelationSettings['kind']
  /** Whether it leads to a list. */
  readonly many: boolean
  /** The column here whose value the other rows are found by. */
  readonly ownColumn: ColumnRef
  readonly target: ModelHandle
  /** The column of the target that is compared. */
  readonly targetColumn: ColumnRef
  /** Of `belongsToMany`: the columns of the table between. */
  readonly pivot: { readonly foreign: ColumnRef; readonly related: ColumnRef } | undefined
}

/** A relation of a model by its name. @throws VersaError `UNKNOWN_RELATION`, `INVALID_MODEL`. */
export function relationOf(handle: ModelHandle, name: string): ResolvedRelation {
  const known = handle.relations.get(name)
  if (known !== undefined) return known
  const definition = definitionOf(handle, name)
  if (definition === undefined) {
    throw new VersaError(
      'UNKNOWN_RELATION',
      `${handle.model.name} has no relation ${JSON.stringify(name.slice(0, 64))}`,
      { table: handle.source.name, hint: didYouMean(name, relationNames(handle)) }
    )
  }
  const resolved = resolve(handle, name, definition)
  handle.relations.set(name, resolved)
  return resolved
}

/** Relations are static properties of the class or of one it extends. */
function definitionOf({ model }: ModelHandle, name: string): RelationDefinition | undefined {
  const value: unknown = Reflect.get(model, name)
  return value instanceof RelationDefinition ? value : undefined
}

/** The names of a model's relations. */
export function relationNames(handle: ModelHandle): string[] {
  const names: string[] = []
  for (
    let at: object | null = handle.model;
    typeof at === 'function';
    at = Object.getPrototypeOf(at)
  ) {
    names.push(...Object.keys(at).filter(name => definitionOf(handle, name) !== undefined))
  }
  return names
}

function resolve(
  handle: ModelHandle,
  name: string,
  { model, settings }: RelationDefinition
): ResolvedRelation {
  const where = `${handle.model.name}.${name}`
  if (handle.source.column(name) !== undefined) {
    throw invalidDefinition(`${where} is a relation and a column`, 'rename one of them')
  }
  const target = targetHandle(handle, where, model())
  const { kind } = settings
  switch (settings.kind) {
    case 'hasMany':
    case 'hasOne':
      return {
        name,
        kind,
        many: kind === 'hasMany',
        ownColumn: keyColumn(handle.source, settings.ownerKey, where),
        target,
        targetColumn: namedColumn(target.source, settings.foreignKey, where),
        pivot: undefined
      }
    case 'belongsTo':
      return {
        name,
        kind,
        many: false,
        ownColumn: namedColumn(handle.source, settings.foreignKey, where),
        target,
        targetColumn: keyColumn(target.source, settings.ownerKey, where),
        pivot: undefined
      }
    case 'belongsToMany': {
      const ownColumn = keyColumn(handle.source, settings.ownerKey, where)
      const targetColumn = keyColumn(target.source, settings.targetKey, where)
      const pivot = pivotOf(handle, where, settings, ownColumn, targetColumn)
      return { name, kind, many: true, ownColumn, target, targetColumn, pivot }
    }
  }
}

function targetHandle(handle: ModelHandle, where: string, model: unknown): ModelHandle {
  if (isModel(model)) return handleOf(bindModel(model, handle.source.executor))
  throw invalidDefinition(
    `${where} does not lead to a model`,
    'the function has to return a class made with Model.table; look for circular imports'
  )
}

function pivotOf(
  handle: ModelHandle,
  where: string,
  settings: Extract<RelationSettings, { kind: 'belongsToMany' }>,
  ownColumn: ColumnRef,
  targetColumn: ColumnRef
): ResolvedRelation['pivot'] {
  const { through, foreignKey, relatedKey } = settings
  if (typeof through === 'function') {
    const { source } = targetHandle(handle, `${where}: through`, through())
    return {
      foreign: namedColumn(source, foreignKey, where),
      related: namedColumn(source, relatedKey, where)
    }
  }
  // A table without a model: its keys are what they refer to.
  const source = new Source(through, handle.source.schema, undefined, handle.source.executor)
  return {
    foreign: likeColumn(source, foreignKey, ownColumn),
    related: likeColumn(source, relatedKey, targetColumn)
  }
}

function likeColumn(source: Source, name: string, model: ColumnRef): ColumnRef {
  return new ColumnRef(source, name, name, model.type, model.definition)
}

function namedColumn(source: Source, property: string, where: string): ColumnRef {
  const column = source.column(property)
  if (column !== undefined) return column
  const properties = source.columns.map(known => known.property)
  throw invalidDefinition(
    `${where} names ${JSON.stringify(property)}, which is no column of ${source.name}`,
    didYouMean(property, properties)
  )
}

function keyColumn(source: Source, property: string | undefined, where: string): ColumnRef {
  if (property !== undefined) return namedColumn(source, property, where)
  const [key, second] = source.primaryKey()
  if (key !== undefined && second === undefined) return key
  throw invalidDefinition(
    `${where} refers to the primary key of ${source.name}, which is not one column`,
    'name the column that the foreign key refers to'
  )
}
