import type {
  GuardedTableTypes,
  hidesRows,
  RowOf,
  TableTypes,
  tableOf
} from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'
import type { BulkStatics } from './bulk-types.js'
import type { ModelInstance, Serializable } from './instance-types.js'
import type { SoftDeletes } from './soft-delete-types.js'
import type { ClauseStatics } from './statics/clauses.js'
import type { ComputedStatics } from './statics/computed.js'
import type { ConditionStatics } from './statics/conditions.js'
import type { MakingStatics } from './statics/making.js'
import type { FindingStatics } from './statics/reading.js'

/**
 * A literal by which the compiler tells models apart at once. Without it, for a list of models it
 * would compare each with each, and with what their relations lead to.
 */
export declare const tableName: unique symbol

/** The base class that `Model.table` gives: its instances have the columns as properties. */
export interface ModelClass<Name extends string, C extends Columns> extends ModelStatics {
  /** Makes an instance without values, which is not saved; `make` takes values. */
  new (): TableTypes<Name, C>['row'] & ModelInstance<TableTypes<Name, C>>
  /** @internal */
  readonly [tableOf]: TableTypes<Name, C, 'prototype' | keyof ModelStatics>
  /** @internal */
  readonly [tableName]: Name
}

/** The base class of a model with conditions that all its queries have. */
export interface ScopedModelClass<Name extends string, C extends Columns>
  extends ModelClass<Name, C> {
  /** @internal */
  readonly [hidesRows]: 'scoped'
}

/** The base class of a model whose rows are marked as deleted. */
export interface SoftDeleteModelClass<Name extends string, C extends Columns> extends ModelStatics {
  /** Makes an instance without values, which is not saved; `make` takes values. */
  new (): TableTypes<Name, C>['row'] & SoftDeletes & ModelInstance<TableTypes<Name, C>>
  /** @internal */
  readonly [tableOf]: TableTypes<Name, C, 'prototype' | keyof ModelStatics>
  /** @internal */
  readonly [tableName]: Name
  /** @internal */
  readonly [hidesRows]: 'deleted'
}

/** The same where the table says which columns objects of values may set, or which it hides. */
export interface GuardedModelClass<
  Name extends string,
  C extends Columns,
  Fillable,
  Deletes = unknown
> extends ModelStatics {
  /** Makes an instance without values, which is not saved; `make` takes values. */
  new (): RowOf<C> &
    ModelInstance<GuardedTableTypes<Name, C, Fillable>> &
    Serializable<RowOf<C>> &
    Deletes
  /** @internal */
  readonly [tableOf]: GuardedTableTypes<Name, C, Fillable, 'prototype' | keyof ModelStatics>
  /** @internal */
  readonly [tableName]: Name
}

/** The same of a model of which queries may leave rows out. */
export interface GuardedHidingClass<
  Name extends string,
  C extends Columns,
  Fillable,
  Deletes,
  Hides extends string
> extends GuardedModelClass<Name, C, Fillable, Deletes> {
  /** @internal */
  readonly [hidesRows]: Hides
}

/** The static methods of models: those of queries, and those that make and find instances. */
export interface ModelStatics
  extends BulkStatics,
    MakingStatics,
    FindingStatics,
    ConditionStatics,
    ClauseStatics,
    ComputedStatics {}
