// What the package exports in Node.js and in browsers alike; only `connect` differs.
export type { CloseOptions } from './connection/closing.js'
export type { ConnectOptions } from './connection/connect-options.js'
export type { LogEntry, ShowParameter } from './connection/log.js'
export { connection } from './connection/open-database.js'
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
  Param,
  StatementLimits,
  TlsOptions
} from './engine/engine.js'
export type { ErrorCode } from './errors/generated/codes.js'
export { type ErrorDetails, VersaError } from './errors/versa-error.js'
export type { BulkStatics } from './model/bulk-types.js'
export { columnsOf } from './model/columns-of.js'
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
  SoftDeleteModelClass
} from './model/model-types.js'
export type { SoftDeletes } from './model/soft-delete-types.js'
export type { ClauseStatics } from './model/statics/clauses.js'
export type { ComputedStatics } from './model/statics/computed.js'
export type { ConditionStatics } from './model/statics/conditions.js'
export type { MakingStatics, Unguarded } from './model/statics/making.js'
export type { FindingStatics } from './model/statics/reading.js'
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
export type { LockOptions } from './query/build/lock-options.js'
export {
  type SqlFragment,
  type SqlScalar,
  type SqlTemplate,
  type SqlValue,
  sql
} from './query/fragment/sql-fragment.js'
export type { CompareOperator, LikeOperator, ListOperator, Operator } from './query/operators.js'
export type { BoundPlace } from './query/plan/executor.js'
export { limited } from './query/plan/limited.js'
export { prepare } from './query/prepared/prepare.js'
export type { CursorPage, Page } from './query/read/pages.js'
export { scope } from './query/scopes/local-scope.js'
export type {
  BulkWrites,
  InsertManyOptions,
  NewValue,
  NumberName,
  RowsOf,
  Step,
  UpdateManyOptions
} from './query/types/bulk.js'
export type { Clauses, Groups, Operand, Statement } from './query/types/clauses.js'
export type {
  ComputedName,
  ComputedOptions,
  RelatedConditions,
  Relating,
  WithComputed
} from './query/types/computed.js'
export type {
  AnyQuery,
  Condition,
  Conditions,
  ListOf,
  OperatorValue,
  QualifiedName,
  WritableQuery
} from './query/types/conditions.js'
export type {
  Found,
  Instance,
  Linked,
  Loaded,
  LoadedRelations,
  LoadedRow,
  NoRelations,
  RelatedColumn,
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
export type { Reading } from './query/types/reading.js'
export type {
  OwnedInsert,
  OwnedWrites,
  OwnerWrites,
  PairedWrites,
  PairTarget,
  Related,
  RelatedWrites,
  SyncResult
} from './query/types/related.js'
export type { Joinable, Joins, RowQuery, RowTerminals } from './query/types/row-query.js'
export type { ScopeName, Scoping } from './query/types/scoping.js'
export type { AggregateValue, SelectArgument, Selected } from './query/types/selected.js'
export type { AliasedModel, AliasedRows, AnyAlias } from './query/types/table-alias.js'
export type { LooseRow, TableQuery, UpsertOptions } from './query/types/table-query.js'
export {
  belongsTo,
  belongsToMany,
  type HasThroughOptions,
  hasMany,
  hasManyThrough,
  hasOne,
  hasOneThrough,
  type KeyColumns,
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
  DiscriminatorOptions,
  OnReferenceChange,
  ReferenceOptions,
  TemporalColumn,
  WholeColumn
} from './schema/column.js'
export { type ColumnTypes, t } from './schema/column-types.js'
export type {
  ModelColumn,
  ModelColumnType,
  ModelReference,
  ModelValueType
} from './schema/model-column.js'
export type {
  AnyModel,
  ColumnName,
  ColumnValue,
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
