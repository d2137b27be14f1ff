// What the page knows of a run: the reduction of the sandbox's messages. The panels show this and
// nothing else.
import type {
  ConsoleLine,
  ErrorRecord,
  Finding,
  ResultRecord,
  RunEvent,
  SchemaRecord,
  StatementRecord
} from '../protocol'

/** A run, from its start to its end. Never changed: an event makes another. */
export interface RunState {
  readonly running: boolean
  /** In the order of their numbers. */
  readonly statements: readonly StatementRecord[]
  readonly results: readonly ResultRecord[]
  readonly console: readonly ConsoleLine[]
  /** What it runs on; null until that is open. */
  readonly database: { readonly product: string; readonly version: string } | null
  /** Null until the models were read. */
  readonly schema: SchemaRecord | null
  readonly findings: readonly Finding[]
  /** Why the run failed; null while it goes on, and where it went well. */
  readonly error: ErrorRecord | null
  /** How long the run took; null while it goes on, and before the first. */
  readonly durationMs: number | null
}

/** Before anything was run. */
export const idleRun: RunState = {
  running: false,
  statements: [],
  results: [],
  console: [],
  database: null,
  schema: null,
  findings: [],
  error: null,
  durationMs: null
}

/** A run that has just begun. */
export const startedRun: RunState = { ...idleRun, running: true }

/**
 * The state after some more events. They come in batches, so that a run of many statements does
 * not copy its lists for each of them.
 */
export function reduceRun(state: RunState, events: readonly RunEvent[]): RunState {
  const statements = pick(events, 'statement').map(event => event.statement)
  const results = pick(events, 'result').map(event => event.result)
  const lines = pick(events, 'console').map(event => event.line)
  const failed = pick(events, 'failed').at(-1)
  const done = pick(events, 'done').at(-1)
  return {
    running: state.running && done === undefined,
    statements: numbered(state.statements, statements),
    results: append(state.results, results),
    console: append(state.console, lines),
    database: pick(events, 'database').at(-1) ?? state.database,
    schema: pick(events, 'schema').at(-1)?.schema ?? state.schema,
    findings: pick(events, 'findings').at(-1)?.findings ?? state.findings,
    error: failed?.error ?? state.error,
    durationMs: done?.durationMs ?? state.durationMs
  }
}

function pick<K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) {
  return events.filter((event): event is Extract<RunEvent, { kind: K }> => event.kind === kind)
}

/** In the order of their numbers; one that comes again, with its plan, is replaced. */
function numbered(
  known: readonly StatementRecord[],
  added: readonly StatementRecord[]
): readonly StatementRecord[] {
  if (added.length === 0) return known
  const statements = [...known]
  for (const statement of added) statements[statement.number - 1] = statement
  return statements
}

/** The same list where nothing is added, so that what shows it need not be drawn again. */
function append<T>(list: readonly T[], added: readonly T[]): readonly T[] {
  return added.length === 0 ? list : [...list, ...added]
}
