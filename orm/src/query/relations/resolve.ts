import { didYouMean } from '../../errors/did-you-mean.js'
import { VersaError } from '../../errors/versa-error.js'
import {
  type KeyColumns,
  RelationDefinition,
  type RelationSettings
} from '../../relations/relation.js'
import { invalidDefinition } from '../../schema/invalid-definition.js'
import { bindModel, handleOf, isModel, type ModelHandle } from '../model-handle.js'
import { ColumnRef, Source } from '../shape/source.js'

/** A relation with its models and columns found. */
export type ResolvedRelation = KeyedRelation | MorphToRelation

/** A relation whose rows are found by keys. */
export interface KeyedRelation {
  readonly name: string
  readonly kind: Exclude<RelationSettings['kind'], 'morphTo'>
  /** Whether it leads to a list. */
  readonly many: boolean
  /** The columns here whose values the other rows are found by. */
  readonly ownColumns: readonly ColumnRef[]
  readonly target: ModelHandle
  /** The columns of the target that are compared: with those here, or of the table between. */
  readonly targetColumns: readonly ColumnRef[]
  /** The table between, where there is one. */
  readonly between: Between | undefined
  /** What a column of the target, or of the table between, has to say. */
  readonly type: TypeCondition | undefined
  /** Which of several rows it leads to. */
  readonly pick: { readonly column: ColumnRef; readonly wins: 'largest' | 'smallest' } | undefined
}

/** The table between two models. */
export interface Between extends PairColumns {
  /** The columns there that loaded rows have under `pivot`. */
  readonly data: readonly ColumnRef[]
  /** The table by its own name: what is joined has another one where that is the target's. */
  readonly written: PairColumns
}

/** The columns of a table between. */
export interface PairColumns {
  readonly source: Source
  /** Those that refer to this model. */
  readonly foreign: readonly ColumnRef[]
  /** Those that are compared with the target's. */
  readonly related: readonly ColumnRef[]
}

/** A column that says of which model a row is. */
export interface TypeCondition {
  readonly column: ColumnRef
  readonly value: string
}

/** A relation to a row of one of several models. */
export interface MorphToRelation {
  readonly name: string
  readonly kind: 'morphTo'
  readonly many: false
  /** The column that has the key. */
  readonly ownColumns: readonly [ColumnRef]
  readonly typeColumn: ColumnRef
  /** The models, by what the type column says, each with its key. */
  readonly targets: ReadonlyMap<string, { readonly target: ModelHandle; readonly key: ColumnRef }>
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
  if (settings.kind === 'morphTo') return morphTo(handle, name, where, settings)
  const target = targetHandle(handle, where, model())
  const relation = { name, target, between: undefined, type: undefined, pick: undefined }
  switch (settings.kind) {
    case 'hasMany':
    case 'hasOne': {
      const targetColumns = namedColumns(target.source, settings.foreignKey, where)
      const ownColumns = keyColumns(handle.source, settings.ownerKey, where)
      checkPaired(where, ownColumns, targetColumns)
      const { type, pick, kind } = settings
      return {
        ...relation,
        kind,
        many: kind === 'hasMany',
        ownColumns,
        targetColumns,
        type: type && typeCondition(target.source, type, where),
        pick: pick && pickOne(target.source, pick, where)
      }
    }
    case 'belongsTo': {
      const ownColumns = namedColumns(handle.source, settings.foreignKey, where)
      const targetColumns = keyColumns(target.source, settings.ownerKey, where)
      checkPaired(where, ownColumns, targetColumns)
      return { ...relation, kind: 'belongsTo', many: false, ownColumns, targetColumns }
    }
    case 'belongsToMany': {
      const ownColumns = keyColumns(handle.source, settings.ownerKey, where)
      const targetColumns = keyColumns(target.source, settings.targetKey, where)
      const between = pivotOf(handle, target, where, settings, ownColumns, targetColumns)
      const type = settings.type && typeCondition(between.source, settings.type, where)
      return {
        ...relation,
        kind: settings.kind,
        many: true,
        ownColumns,
        targetColumns,
        between,
        type
      }
    }
    case 'hasManyThrough':
    case 'hasOneThrough': {
      const through = targetHandle(handle, `${where}: through`, settings.through())
      const source = besides(target.source, through.source)
      const ownColumns = keyColumns(handle.source, settings.ownerKey, where)
      const foreign = namedColumns(source, settings.foreignKey, where)
      const related = keyColumns(source, settings.throughKey, where)
      const targetColumns = namedColumns(target.source, settings.relatedKey, where)
      checkPaired(where, ownColumns, foreign)
      checkPaired(where, related, targetColumns)
      const joined = { source, foreign, related }
      // Nothing is written by way of it.
      const between = { ...joined, data: [], written: joined }
      const { kind } = settings
      const many = kind === 'hasManyThrough'
      return { ...relation, kind, many, ownColumns, targetColumns, between }
    }
  }
}

function morphTo(
  handle: ModelHandle,
  name: string,
  where: string,
  { type, id, models }: Extract<RelationSettings, { kind: 'morphTo' }>
): MorphToRelation {
  const targets = Object.entries(models()).map(([value, model]) => {
    const target = targetHandle(handle, `${where}: ${value}`, model)
    const [key, second] = keyColumns(target.source, undefined, where)
    if (key !== undefined && second === undefined) return [value, { target, key }] as const
    throw invalidDefinition(
      `${where} leads to ${target.source.name}, whose primary key is not one column`,
      'a polymorphic relation has one column for the key'
    )
  })
  return {
    name,
    kind: 'morphTo',
    many: false,
    ownColumns: [namedColumn(handle.source, id, where)],
    typeColumn: namedColumn(handle.source, type, where),
    targets: new Map(targets)
  }
}

function targetHandle(handle: ModelHandle, where: string, model: unknown): ModelHandle {
  if (isModel(model)) return handleOf(bindModel(model, handle.source.executor))
  throw invalidDefinition(
    `${where} does not lead to a model`,
    'the function has to return a class made with Model.table; look for circular imports'
  )
}

/** The table between, by another name where the target has its name: in another schema, say. */
function besides(target: Source, between: Source): Source {
  return between.label === target.label ? between.as('versa_between') : between
}

function pivotOf(
  handle: ModelHandle,
  target: ModelHandle,
  where: string,
  settings: Extract<RelationSettings, { kind: 'belongsToMany' }>,
  ownColumns: readonly ColumnRef[],
  targetColumns: readonly ColumnRef[]
): Between {
  const { through, foreignKey, relatedKey, pivot = [] } = settings
  if (typeof through === 'function') {
    const found = targetHandle(handle, `${where}: through`, through())
    const columnsOf = (source: Source): PairColumns => ({
      source,
      foreign: namedColumns(source, foreignKey, where),
      related: namedColumns(source, relatedKey, where)
    })
    const joined = columnsOf(besides(target.source, found.source))
    checkPaired(where, ownColumns, joined.foreign)
    checkPaired(where, joined.related, targetColumns)
    return {
      ...joined,
      data: pivot.map(column => namedColumn(joined.source, column, where)),
      written: columnsOf(found.source)
    }
  }
  if (pivot.length > 0) {
    throw invalidDefinition(
      `${where} names columns of a pivot table without a model`,
      'make a model of it: through: () => PostTag'
    )
  }
  // A table without a model: its keys are what they refer to.
  const at = through.indexOf('.')
  const schema = at < 0 ? handle.source.schema : through.slice(0, at)
  const { executor } = handle.source
  const named = new Source(through.slice(at + 1), schema, undefined, executor)
  const foreign = list(foreignKey)
  const related = list(relatedKey)
  checkPaired(where, ownColumns, foreign)
  checkPaired(where, related, targetColumns)
  const columnsOf = (source: Source): PairColumns => ({
    source,
    foreign: foreign.map((name, at) => likeColumn(source, name, ownColumns[at])),
    related: related.map((name, at) => likeColumn(source, name, targetColumns[at]))
  })
  return { ...columnsOf(besides(target.source, named)), data: [], written: columnsOf(named) }
}

function typeCondition(
  source: Source,
  { column, value }: { readonly column: string; readonly value: string },
  where: string
): TypeCondition {
  const found = namedColumn(source, column, where)
  // Refused here, not at the first query.
  found.encode(value)
  return { column: found, value }
}

function pickOne(
  source: Source,
  { column, wins }: { readonly column: string | undefined; readonly wins: 'largest' | 'smallest' },
  where: string
): NonNullable<KeyedRelation['pick']> {
  const [key] = keyColumns(source, column ?? undefined, where)
  if (key === undefined || key.definition?.nullable === true) {
    throw invalidDefinition(
      `${where} picks one of several rows by a column that may be null`,
      'name a column that is not nullable'
    )
  }
  return { column: key, wins }
}

function likeColumn(source: Source, name: string, model: ColumnRef | undefined): ColumnRef {
  return new ColumnRef(source, name, name, model?.type, model?.definition)
}

function list(columns: KeyColumns): readonly string[] {
  return typeof columns === 'string' ? [columns] : columns
}

function namedColumns(source: Source, columns: KeyColumns, where: string): ColumnRef[] {
  return list(columns).map(column => namedColumn(source, column, where))
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

function keyColumns(
  source: Source,
  properties: KeyColumns | undefined,
  where: string
): readonly ColumnRef[] {
  if (properties !== undefined) return namedColumns(source, properties, where)
  const key = source.primaryKey()
  if (key.length > 0) return key
  throw invalidDefinition(
    `${where} refers to the primary key of ${source.name}, which has none`,
    'name the column that the foreign key refers to'
  )
}

function checkPaired(
  where: string,
  left: { readonly length: number },
  right: { readonly length: number }
): void {
  if (left.length === right.length) return
  throw invalidDefinition(
    `${where} pairs a key of ${left.length} columns with one of ${right.length}`,
    'name as many columns on both sides, in the same order'
  )
}
