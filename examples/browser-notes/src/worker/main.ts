// Has the database: only in a worker does the browser open files for synchronous use.
import { type Database, exportDatabase, VersaError } from 'versa-orm/browser'
import type { Call, Calls, Said, State } from '../messages'
import { importFile } from './import'
import { bringBack, list, read, remove, save } from './notes'
import { canKeep, closeKept, inMemory, openInMemory, openKept } from './storage'
import { haveTurn } from './turn'

/** For how long nothing is said of another tab, in milliseconds: it may be about to close. */
const graceMs = 400

let db: Database | undefined
/** Whether it is the file; notes in memory are left to nobody. */
let kept = false
let turn: Promise<unknown> = Promise.resolve()
/** Whether the page will be told that something was written. */
let told = false

/**
 * One thing after the other: while a transaction is open, whatever runs is part of it, since a
 * browser does not tell who awaits what.
 */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work)
  turn = done.catch(() => {})
  return done
}

const calls: Calls = {
  list,
  read,
  save: (id, fields) => save(open(), id, fields),
  remove: id => remove(open(), id),
  bringBack: note => bringBack(open(), note),
  exportFile: () => exportDatabase(open()),
  importFile: file => importFile(open(), inMemory(file)),
  takeOver: async () => begin(true),
  leave
}

function open(): Database {
  if (db === undefined) throw new Error('The notes are open in another tab.')
  return db
}

self.addEventListener('message', async ({ data }: MessageEvent<Call>) => {
  const { number, name, values } = data
  // The page is typed by `Calls`, as this object is: values are those of the call.
  const call = calls[name] as (...values: readonly unknown[]) => Promise<unknown>
  try {
    say({ kind: 'answer', number, value: await inTurn(() => call(...values)) })
  } catch (error) {
    console.warn(error)
    say({ kind: 'failure', number, message: messageOf(error) })
  }
})

if (await canKeep()) begin(false)
else await inTurn(() => remember('This browser does not let the page keep data.'))

/** Opens the notes when it is this tab's turn. */
function begin(taking: boolean): void {
  const late = setTimeout(() => tell({ kind: 'elsewhere' }), graceMs)
  const begun = () => {
    clearTimeout(late)
    void inTurn(async () => {
      try {
        db = await openKept(observe)
        kept = true
        tell({ kind: 'kept' })
      } catch (error) {
        console.warn(error)
        await remember('The kept notes could not be opened. They are left as they are.')
      }
    })
  }
  void haveTurn(taking, begun).then(() => inTurn(async () => kept && say({ kind: 'taken' })))
}

async function leave(): Promise<void> {
  if (db === undefined || !kept) return
  await closeKept(db)
  db = undefined
  kept = false
  tell({ kind: 'elsewhere' })
  begin(false)
}

async function remember(why: string): Promise<void> {
  db = await openInMemory(observe)
  tell({ kind: 'memory', why })
}

/** What a person is told. */
function messageOf(error: unknown): string {
  if (!(error instanceof VersaError)) return error instanceof Error ? error.message : String(error)
  // The browser's own failures reach SQLite as one: that the file was not written.
  const { code } = error
  if (code === 'RESOURCE_EXHAUSTED' || code === 'DATABASE_ERROR') {
    return 'the browser does not write the file. It may have no space left.'
  }
  return `the database refused it (${code}).`
}

/** Tells the page once of all that was written in a turn. */
function observe({ writes, error }: { writes: readonly string[]; error?: unknown }): void {
  if (told || writes.length === 0 || error !== undefined) return
  told = true
  void turn.then(() => {
    told = false
    say({ kind: 'changed' })
  })
}

function tell(state: State): void {
  say({ kind: 'state', state })
}

function say(said: Said): void {
  self.postMessage(said)
}
