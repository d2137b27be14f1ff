// What a run tells the page. The sandbox sends it, and `versa doc` does of a run in a project.
export type {
  DialectName,
  Finding,
  InspectedColumn as ColumnRecord,
  InspectedIndex as IndexRecord,
  InspectedRelation as RelationRecord,
  InspectedSchema as SchemaRecord,
  InspectedTable as TableRecord,
  PlanStep,
  QueryPlan
} from 'versa-orm/browser'
export type {
  Compiled,
  ConsoleLine,
  ErrorRecord,
  ResultColumn,
  ResultRecord,
  ResultTable,
  RunEvent,
  StatementRecord
} from '../../orm/src/recording/events'

/** A file of the editor. */
export interface SourceFile {
  /** Its name with the extension: `models.ts`, `seed.ts`, `query.ts`. */
  readonly name: string
  readonly text: string
}
