import type {
  CompareOp,
  Direction,
  FunctionName,
  JoinKind,
  LogicalType,
  Nulls
} from '../../ast/generated/ast.js'
import type { FragmentShape } from '../../schema/sql-fragment.js'
import type { ShapeNode } from './shape-node.js'
import type { ColumnRef, Source } from './source.js'

/** How a condition joins those before it. `or` begins a new group of conditions. */
export interface Joint {
  readonly connector: 'and' | 'or'
  readonly negated: boolean
  /** Its number, for tables of steps. */
  readonly code: number
}

/** `where`, `orWhere`, `whereNot`, `orWhereNot`. */
export const joints = {
  and: { connector: 'and', negated: false, code: 0 },
  or: { connector: 'or', negated: false, code: 1 },
  andNot: { connector: 'and', negated: true, code: 2 },
  orNot: { connector: 'or', negated: true, code: 3 }
} as const satisfies Record<string, Joint>

/** A query within another. */
export interface Subquery {
  readonly source: Source
  readonly node: ShapeNode
}

/** A column of an outer query; found when the whole query is known. */
export interface OuterColumn {
  readonly outer: true
  readonly table: string
  readonly property: string
}

/** An aggregate of a column, or `count(*)`. */
export interface AggregateRef {
  readonly aggregate: FunctionName
  readonly column: ColumnRef | undefined
  readonly type: LogicalType | undefined
}

/** A column of the selection by its alias. */
export interface AliasRef {
  readonly alias: string
}

/** The one value of a query within another, or an aggregate of its rows. */
export interface SubqueryValue {
  readonly subquery: Subquery
  /** What is taken of its rows; undefined: the one column it selects. */
  readonly of: AggregateRef | 'exists' | undefined
  readonly type: LogicalType | undefined
}

/** The exact value of a column as text: a JavaScript Date has no microseconds. */
export interface TextOf {
  readonly textOf: ColumnRef
}

/** What a row is found by again. */
export type KeyPart = ColumnRef | TextOf

/** A number by chance. */
export interface RandomValue {
  readonly random: true
}

/** What can be ordered by, or compared in `having`. */
export type Operand =
  | ColumnRef
  | AggregateRef
  | AliasRef
  | FragmentShape
  | SubqueryValue
  | RandomValue

/** A condition. In comments: how many parameters it takes. */
export type Condition =
  /** One. */
  | { readonly kind: 'compare'; readonly column: ColumnRef; readonly op: CompareOp }
  /** One: the exact value as text. */
  | { readonly kind: 'compareText'; readonly column: ColumnRef; readonly op: CompareOp }
  /** Those of the fragment. */
  | {
      readonly kind: 'compareFragment'
      readonly column: ColumnRef
      readonly op: CompareOp
      readonly fragment: FragmentShape
    }
  /** One. */
  | {
      readonly kind: 'like'
      readonly column: ColumnRef
      readonly negated: boolean
      readonly insensitive: boolean
    }
  /** One: the list. */
  | { readonly kind: 'inList'; readonly column: ColumnRef; readonly negated: boolean }
  /** Those of the query. */
  | {
      readonly kind: 'inQuery'
      readonly column: ColumnRef
      readonly negated: boolean
      readonly query: Subquery
    }
  /** Two. */
  | { readonly kind: 'between'; readonly column: ColumnRef; readonly negated: boolean }
  /** None. */
  | { readonly kind: 'isNull'; readonly column: ColumnRef; readonly negated: boolean }
  /** None. */
  | {
      readonly kind: 'columns'
      readonly left: ColumnRef | OuterColumn
      readonly op: CompareOp
      readonly right: ColumnRef | OuterColumn
    }
  /** Those of the query. */
  | { readonly kind: 'exists'; readonly query: Subquery; readonly negated: boolean }
  /** Those of the query, and the number. */
  | { readonly kind: 'countQuery'; readonly query: Subquery; readonly op: CompareOp }
  /** None: a column of this query is compared with one of the query around it. */
  | {
      readonly kind: 'correlate'
      readonly column: ColumnRef
      readonly op: CompareOp
      readonly around: ColumnRef
    }
  /** One: the cells of rows. */
  | { readonly kind: 'inRows'; readonly columns: readonly ColumnRef[] }
  /** Those of the conditions. */
  | { readonly kind: 'group'; readonly node: ShapeNode }
  /** Those of the fragment. */
  | { readonly kind: 'raw'; readonly fragment: FragmentShape }

/** A value that is selected, and its property in the rows. */
export interface SelectedColumn {
  readonly operand: Exclude<Operand, AliasRef | RandomValue>
  readonly property: string
  readonly type: LogicalType | undefined
  /** Whether it needs an alias: it is computed, or renamed by the user. */
  readonly aliased: boolean
}

/** A value that rows get besides their own columns. */
export interface ExtraColumn {
  readonly operand: ColumnRef | SubqueryValue
  readonly property: string
  readonly type: LogicalType | undefined
  /** The property whose object it belongs to, where it is not the row's own. */
  readonly within?: string
}

/** How the rows that are found are locked. */
export interface LockStep {
  readonly kind: 'lock'
  readonly strength: 'update' | 'share'
  readonly locked: 'skip' | 'fail' | undefined
}

/** How a join pairs rows: by equal columns, by conditions, or each with each. */
export type JoinOn = readonly ColumnPair[] | ShapeNode | undefined

/** Two columns that have to be equal. */
export type ColumnPair = readonly [ColumnRef, ColumnRef]

/** What an insert does with a row that exists. */
export interface ConflictStep {
  readonly on: readonly ColumnRef[]
  readonly update: readonly ColumnRef[]
  /** The column that counts the changes of the row, which is counted up. */
  readonly version?: ColumnRef
}

/** A column of an update: set to a parameter, a fragment, another column, or the next number. */
export interface SetStep {
  readonly kind: 'set'
  readonly column: ColumnRef
  readonly fragment?: FragmentShape
  readonly from?: ColumnRef
  /** Whether the parameter is added to what the column holds. */
  readonly adds?: true
  readonly next?: true
}

/** What comes back from a write. */
export type Returning = 'model' | 'nothing' | readonly ColumnRef[]

/** One step of a query; what a call of the builder adds to the shape. */
export type Step =
  | { readonly kind: 'where'; readonly joint: Joint; readonly condition: Condition }
  | {
      readonly kind: 'having'
      readonly joint: Joint
      readonly operand: Operand
      readonly op: CompareOp
      readonly type: LogicalType | undefined
      readonly isNull: boolean
    }
  | {
      readonly kind: 'order'
      readonly operand: Operand
      readonly direction: Direction
      readonly nulls: Nulls | undefined
    }
  | { readonly kind: 'limit' }
  /** A limit of one that is no parameter. */
  | { readonly kind: 'one' }
  | { readonly kind: 'offset' }
  | { readonly kind: 'distinct' }
  | { readonly kind: 'group'; readonly operands: readonly Operand[] }
  | { readonly kind: 'select'; readonly columns: readonly SelectedColumn[] }
  | {
      readonly kind: 'join'
      readonly join: JoinKind
      readonly source: Source
      readonly on: JoinOn
    }
  | { readonly kind: 'extra'; readonly column: ExtraColumn }
  /** Limit and offset count within the rows that have the same values in these columns. */
  | { readonly kind: 'partition'; readonly by: readonly ColumnRef[] }
  | LockStep
  /** The global scopes of the query's own table. One parameter: see `ScopeParam`. */
  | { readonly kind: 'scope' }
  /** What the scopes of the query and those within it are, in the order of their parameters. */
  | { readonly kind: 'scopes'; readonly nodes: readonly (ShapeNode | undefined)[] }
  | Terminal
  | { readonly kind: 'give'; readonly column: ColumnRef }
  /** Rows may leave columns to the database. A parameter behind the rows: which cells are given. */
  | { readonly kind: 'someGiven' }
  | SetStep
  | { readonly kind: 'raw'; readonly fragment: FragmentShape }

/** The last step: what is done with the query. */
export type Terminal =
  | { readonly kind: 'models' }
  | { readonly kind: 'rows' }
  | { readonly kind: 'keyed'; readonly keys: readonly KeyPart[]; readonly as: 'models' | 'rows' }
  | { readonly kind: 'count' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'aggregate'; readonly value: AggregateRef }
  | { readonly kind: 'update' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'insertRow'; readonly conflict?: ConflictStep; readonly returning: Returning }
  | { readonly kind: 'insertRows'; readonly conflict?: ConflictStep; readonly returning: Returning }
  /** Rows that are found by a key and get values of their own: one parameter, their cells. */
  | {
      readonly kind: 'updateRows'
      readonly key: readonly ColumnRef[]
      readonly columns: readonly ColumnRef[]
    }
  /** The rows of a query are added; then the values that each of them gets besides. */
  | {
      readonly kind: 'insertFrom'
      readonly query: Subquery
      readonly into: readonly ColumnRef[]
      readonly beside: readonly ColumnRef[]
    }
  /** With a version: the row is written only where it has the one that is given. */
  | { readonly kind: 'saveByKey'; readonly version?: ColumnRef }
  | { readonly kind: 'deleteByKey'; readonly version?: ColumnRef }
  /** A materialized view is filled anew. */
  | { readonly kind: 'refresh'; readonly concurrently: boolean }

/** Whether a step makes names ambiguous: another table comes in. */
export function needsQualifiedNames(step: Step): boolean {
  switch (step.kind) {
    case 'join':
    case 'extra':
      return true
    case 'order':
      return 'subquery' in step.operand
    case 'select':
      return step.columns.some(({ operand }) => 'subquery' in operand)
    case 'where':
      return hasOtherTables(step.condition)
    case 'scopes':
      return step.nodes.some(node => node?.qualified === true)
    default:
      return false
  }
}

function hasOtherTables(condition: Condition): boolean {
  switch (condition.kind) {
    case 'exists':
    case 'inQuery':
    case 'countQuery':
    case 'correlate':
      return true
    case 'columns':
      return 'outer' in condition.left || 'outer' in condition.right
    case 'group':
      return condition.node.qualified
    default:
      return false
  }
}
