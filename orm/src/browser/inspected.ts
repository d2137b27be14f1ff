// What `inspect` tells of queries and models.

/** The dialects that a query can be compiled for. */
export type DialectName = 'SQLite' | 'PostgreSQL' | 'MySQL' | 'MariaDB'

/** All of them. */
export const dialectNames: readonly DialectName[] = ['SQLite', 'PostgreSQL', 'MySQL', 'MariaDB']

/** DDL, or why there is none. */
export type DdlOf =
  | readonly string[]
  | {
      /** Why there is none. */
      readonly error: { code: string; message: string }
    }

/** What models are, and the DDL that creates their tables. */
export interface InspectedSchema {
  /** Their tables, in the order of the foreign keys. */
  readonly tables: readonly InspectedTable[]
  /** The DDL of each dialect. */
  readonly ddl: Partial<Record<DialectName, DdlOf>>
}

/** A table of a model. */
export interface InspectedTable {
  /** The name of the model's class. */
  readonly model: string
  /** The table's name. */
  readonly table: string
  /** Its columns, in order. */
  readonly columns: readonly InspectedColumn[]
  /** Its indexes and unique keys. */
  readonly indexes: readonly InspectedIndex[]
  /** The model's relations. */
  readonly relations: readonly InspectedRelation[]
}

/** An index or a unique key. */
export interface InspectedIndex {
  /** Its columns; `(expression)` stands for SQL. */
  readonly columns: readonly string[]
  /** Whether no two rows have the same values in it. */
  readonly unique: boolean
}

/** A relation of a model. */
export interface InspectedRelation {
  /** The static property of the model. */
  readonly name: string
  /** What it is: `hasMany`, `belongsTo` and so on. */
  readonly kind: string
  /** The target's model; empty where it may be one of several. */
  readonly target: string
}

/** A column of a table. */
export interface InspectedColumn {
  /** Its name in the database. */
  readonly name: string
  /** Its type, as the engine names it. */
  readonly type: string
  /** Whether it may be null. */
  readonly nullable: boolean
  /** Whether it is the primary key, or part of it. */
  readonly primaryKey: boolean
  /** Whether no two rows have the same value in it. */
  readonly unique: boolean
  /** What it refers to as a foreign key; undefined: nothing. */
  readonly references?: { readonly table: string; readonly column: string }
}

/** A query plan, explained. */
export interface QueryPlan {
  /** The steps at the top, in order. */
  readonly steps: readonly PlanStep[]
}

/** A step of a plan, with those it is made of. */
export interface PlanStep {
  /** What the database says: `SCAN users`. */
  readonly detail: string
  /** The same in plain words, a sentence. */
  readonly explanation: string
  /** What kind of step it is. */
  readonly kind: 'search' | 'scan' | 'sort' | 'subquery' | 'union' | 'other'
  /** What makes the statement slow here, with what would help; undefined: nothing does. */
  readonly hurts?: string
  /** The steps that it is made of. */
  readonly children: readonly PlanStep[]
}

/** Something that the statements of a run show. */
export interface Finding {
  /** Whether one shape ran often with other values, or a statement again with the same. */
  readonly kind: 'repeated-shape' | 'duplicate'
  /** The shape: the statement without its values. */
  readonly fingerprint: string
  /** The first of the statements. */
  readonly sql: string
  /** How often it ran. */
  readonly count: number
  /** The number of each statement in the run. */
  readonly statements: readonly number[]
  /** What it is and what would help. */
  readonly message: string
}
