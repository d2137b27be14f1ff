// Running: the code as JavaScript, a sandbox that is ready, a limit of time, and what comes of it.
import { signal } from '@preact/signals'
import { chosenData, keepAfterRun } from '../databases/chosen'
import type { ErrorRecord, RunEvent } from '../protocol'
import { driverAssets, sandboxAssets } from '../sandbox/assets'
import { linkModules } from '../sandbox/imports'
import type { DriverAssets } from '../sandbox/messages'
import { Sandbox } from '../sandbox/sandbox'
import { type MappedFile, placed, readMaps } from './places'
import { idleRun, type RunState, reduceRun, startedRun } from './run-state'

/** A run may take so long, unless the user says otherwise. */
export const timeLimitMs = 10_000

/** The last run, or the one that goes on. */
export const run = signal<RunState>(idleRun)

/** A sandbox that is being made ready for the next run. */
let spare: Promise<Sandbox> | null = null
/** The one of the last run; it holds the database. */
let current: Sandbox | null = null
let timer: ReturnType<typeof setTimeout> | undefined
/** Ends a run that goes on elsewhere. */
let stopElsewhere: (() => void) | null = null
/** Counts runs, so that what belongs to an older one is ignored. */
let turn = 0

/** What the editor gives a run: its files as JavaScript. */
export type Emit = () => Promise<readonly (MappedFile & { readonly code: string })[]>

/**
 * Begins a run that goes on elsewhere than in a sandbox; one that goes on is stopped first.
 *
 * @returns What takes the events of it.
 */
export function beginRun(stop: () => void): (events: readonly RunEvent[]) => void {
  const { receive } = takeTurn()
  current?.stop()
  current = null
  stopElsewhere = stop
  return receive
}

/** From now on only the events of one more run count. */
function takeTurn() {
  clearTimeout(timer)
  stopElsewhere?.()
  stopElsewhere = null
  turn += 1
  const mine = turn
  run.value = startedRun
  const receive = (events: readonly RunEvent[]): void => {
    if (mine === turn) run.value = reduceRun(run.peek(), events)
  }
  return { mine, receive }
}

/** Runs the files; a run that goes on is stopped first. */
export async function startRun(emit: Emit): Promise<void> {
  const { mine, receive } = takeTurn()
  try {
    const files = await emit()
    const modules = await linkModules(files)
    const data = await chosenData()
    const driver = await driverAssets(driverFor(files))
    const sandbox = await takeSandbox()
    if (mine !== turn) return sandbox.stop()
    current?.stop()
    current = sandbox
    const maps = readMaps(files)
    timer = setTimeout(() => stopRun(timeIsUp()), timeLimitMs)
    sandbox.run({ modules, driver, ...data }, events => {
      receive(events.map(event => placed(event, maps)))
      if (mine === turn && events.some(event => event.kind === 'done')) finish(sandbox)
    })
  } catch (error) {
    receive([
      { kind: 'failed', error: pageError(error) },
      { kind: 'done', durationMs: 0 }
    ])
  }
}

function finish(sandbox: Sandbox): void {
  clearTimeout(timer)
  prepareSandbox()
  keepAfterRun(() => sandbox.exportDatabase())
}

/** Ends the run that goes on, if one does; what came of it so far stays. */
export function stopRun(error: ErrorRecord = stoppedByUser()): void {
  if (!run.peek().running) return
  clearTimeout(timer)
  turn += 1
  const elsewhere = stopElsewhere !== null
  stopElsewhere?.()
  stopElsewhere = null
  current?.stop()
  current = null
  const events: RunEvent[] = [
    { kind: 'failed', error },
    { kind: 'done', durationMs: 0 }
  ]
  run.value = { ...reduceRun(run.peek(), events), durationMs: null }
  if (!elsewhere) prepareSandbox()
}

function stoppedByUser(): ErrorRecord {
  const left = stopElsewhere === null ? 'is kept; its database is gone' : 'is kept'
  return { name: 'Stopped', message: `You stopped the run. What came of it so far ${left}.` }
}

function timeIsUp(): ErrorRecord {
  return {
    name: 'Time limit',
    message: `Stopped after ${timeLimitMs / 1000} seconds.`,
    hint: 'Is there a loop that never ends, or an await of what never comes?'
  }
}

/** Full-text search is what the smaller driver lacks. */
function driverFor(files: readonly { readonly code: string }[]): DriverAssets['name'] {
  return files.some(({ code }) => /\bfts5\b/i.test(code)) ? 'sqlite-wasm' : 'sqljs'
}

/** Makes a sandbox ready in advance, so that a run begins at once. */
export function prepareSandbox(): void {
  spare ??= sandboxAssets().then(assets => new Sandbox(assets))
  spare.catch(() => {
    spare = null
  })
}

async function takeSandbox(): Promise<Sandbox> {
  prepareSandbox()
  const taken = spare
  spare = null
  const sandbox = taken === null ? new Sandbox(await sandboxAssets()) : await taken
  await sandbox.ready
  return sandbox
}

/**
 * The database as the last run left it.
 *
 * @throws {Error} Where there was no run, or it was stopped.
 */
export async function resultingDatabase(): Promise<Uint8Array> {
  if (current === null) throw new Error('There is no database yet: run the code first.')
  return current.exportDatabase()
}

function pageError(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message } = error
  const { place } = error as { readonly place?: ErrorRecord['place'] }
  return { name, message, ...(place === undefined ? {} : { place }) }
}
