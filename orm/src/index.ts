export type { CloseOptions } from './connection/closing.js'
export { connect, connection } from './connection/connect.js'
export type { ConnectOptions } from './connection/connect-options.js'
export type { LogEntry, ShowParameter } from './connection/log.js'
export type { RawStatement, StatementTemplate } from './connection/raw-statement.js'
export type { SchemaEditor } from './connection/schema-editor.js'
export type {
  Connection,
  Database,
  ManualTransaction,
  Transaction
} from './connection/types.js'
export type { DatabaseWarning } from './connection/warnings.js'
export type {
  EngineOptions,
  ExecuteOptions,
  StatementLimits,
  TlsOptions
} from './engine/engine.js'
export type { ErrorCode } from './errors/generated/codes.js'
export { type ErrorDetails, VersaError } from './errors/versa-error.js'
export type { BulkStatics } from './model/bulk-types.js'
export type { Change, ModelInstance, Serializable } from './model/instance-types.js'
export { Model } from './model/model.js'
export type {
  GlobalScopes,
  ModelOptions,
  Scoped,
  Unscoped,
  WithDeletedAt
} from './model/model-options.js'
export type {
  GuardedModelClass,
  ModelClass,
  ModelStatics,
  ScopedModelClass,
  SoftDeleteModelClass,
  Unguarded
} from './model/model-types.js'
export type { SoftDeletes } from './model/soft-delete-types.js'
export type {
  ReadingStatics,
  RefreshOptions,
  ViewClass,
  ViewOptions,
  WritingStatic
} from './model/view-types.js'
export {
  type Aggregate,
  type AggregateName,
  avg,
  count,
  max,
  min,
  sum
} from './query/build/aggregate.js'
export { type ColumnReference, ref } from './query/build/column-reference.js'
export {
  type SqlFragment,
  type SqlScalar,
  type SqlTemplate,
  type SqlValue,
  sql
} from './query/fragment/sql-fragment.js'
export type { CompareOperator, LikeOperator, ListOperator, Operator } from './query/operators.js'
export { limited } from './query/plan/limited.js'
export { prepare } from './query/prepared/prepare.js'
export { scope } from './query/scopes/local-scope.js'
export type { BulkWrites, InsertManyOptions, UpdateManyOptions } from './query/types/bulk.js'
export type { Clauses, Groups, Operand, Statement } from './query/types/clauses.js'
export type { AnyQuery, Condition, Conditions, WritableQuery } from './query/types/conditions.js'
export type {
  Found,
  Instance,
  Linked,
  Loaded,
  LoadedRelations,
  LoadedRow,
  RelationName,
  RelationTarget,
  With
} from './query/types/loaded.js'
export type { LocalScope, ScopeArguments } from './query/types/local-scope.js'
export type {
  PreparableQuery,
  PreparedQuery,
  PreparedTerminal
} from './query/types/prepared-query.js'
export type { Changes, Query } from './query/types/query.js'
export type { Joins, RowQuery, RowTerminals } from './query/types/row-query.js'
export type { ScopeName, Scoping } from './query/types/scoping.js'
export type { AggregateValue, SelectArgument, Selected } from './query/types/selected.js'
export type { LooseRow, TableQuery, UpsertOptions } from './query/types/table-query.js'
export {
  belongsTo,
  belongsToMany,
  type HasThroughOptions,
  hasMany,
  hasManyThrough,
  hasOne,
  hasOneThrough,
  type MorphOptions,
  type MorphToManyOptions,
  morphMany,
  morphOne,
  morphTo,
  morphToMany,
  type ThroughOptions
} from './relations/relation.js'
export type {
  AnyRelation,
  BelongsTo,
  BelongsToMany,
  HasMany,
  HasManyThrough,
  HasOne,
  HasOneThrough,
  MorphTo
} from './relations/relation-types.js'
export type {
  AnyColumn,
  Column,
  ColumnFlag,
  ColumnIndexOptions,
  OnReferenceChange,
  ReferenceOptions,
  TemporalColumn,
  WholeColumn
} from './schema/column.js'
export { type ColumnTypes, t } from './schema/column-types.js'
export type {
  AnyModel,
  ColumnName,
  InsertOf,
  ModelInsert,
  ModelKey,
  ModelRow,
  ModelWritable,
  RowOf,
  SoftDeletedModel,
  ViewTypes
} from './schema/model-types.js'
export type { RecordOptions, TimestampsOption, VersionOption } from './schema/record-options.js'
export type { Columns, KeyOf, ViewKeyOf } from './schema/row-types.js'
export type { DeletedAt, SoftDeleteOptions } from './schema/soft-delete.js'
export type {
  IndexKeyOption,
  IndexOption,
  KeyOption,
  TableOptions
} from './schema/table-options.js'
export type { BeginOptions, TransactionOptions } from './transaction/transaction-options.js'
