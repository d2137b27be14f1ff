// The database that runs begin with: a sample, an imported file, or what the last run left of it
// where the user wants data to be kept.
import { signal } from '@preact/signals'
import { notify } from '../app/notices'
import { databases } from '../data/catalogue'
import { forget, keep, recall } from '../storage/local'
import { workspace } from '../workspace/current'
import { type Imported, type ImportFile, readImport } from './sniff'
import { type StoragePlace, storagePlace } from './storage-place'

/** What a run begins with. */
export interface Data {
  readonly database: Uint8Array | null
  readonly script: string | null
}

/** The name that a workspace gives to imported data. */
export const importedId = 'imported'

/** A file that was imported, until the tab is closed or another one comes. */
export const imported = signal<{ readonly name: string; readonly content: Imported } | null>(null)

/** Whether what a run writes is there for the next, also after a reload. */
export const keepsData = signal(recall('keep-data') === 'yes')

/** What the last runs left, by the database's id; read from storage once. */
const left = new Map<string, Uint8Array>()
let place: Promise<StoragePlace> | null = null

function openPlace(): Promise<StoragePlace> {
  place ??= storagePlace()
  return place
}

const fileOf = (id: string): string => `${encodeURIComponent(id)}.sqlite`

/** The data that the next run begins with. */
export async function chosenData(): Promise<Data> {
  await keeping
  const id = workspace.peek().database
  if (keepsData.peek()) {
    const bytes = left.get(id) ?? (await readKept(id))
    if (bytes !== null) return { database: bytes, script: null }
  }
  if (id === importedId) return importedData()
  const sample = databases.find(database => database.id === id)
  return { database: (await sample?.load()) ?? null, script: null }
}

function importedData(): Data {
  const content = imported.peek()?.content
  if (content === undefined) return { database: null, script: null }
  return content.kind === 'sql'
    ? { database: null, script: content.script }
    : { database: content.bytes, script: null }
}

async function readKept(id: string): Promise<Uint8Array | null> {
  try {
    return await (await openPlace()).read(fileOf(id))
  } catch {
    return null
  }
}

/** What is being kept; the next run begins with it. */
let keeping: Promise<void> = Promise.resolve()

/** After a run: keeps its database where that is wanted. */
export function keepAfterRun(load: () => Promise<Uint8Array>): void {
  if (keepsData.peek()) keeping = keepDatabase(load)
}

async function keepDatabase(load: () => Promise<Uint8Array>): Promise<void> {
  const id = workspace.peek().database
  try {
    const bytes = await load()
    left.set(id, bytes)
    await (await openPlace()).write(fileOf(id), bytes)
  } catch {
    notify('warning', 'Your browser does not let the playground keep data: it lasts until reload.')
  }
}

/** Chooses whether data is kept. Says so where the browser forbids it. */
export async function chooseKeeping(wanted: boolean): Promise<void> {
  keepsData.value = wanted
  if (!wanted) {
    forget('keep-data')
    left.clear()
    return
  }
  try {
    await openPlace()
    if (!keep('keep-data', 'yes')) throw new Error('localStorage is blocked')
    notify('success', 'From the next run on, what it writes is kept, also after a reload.')
  } catch {
    place = null
    notify('warning', 'Your browser blocks storage: data is kept until you reload, and not longer.')
  }
}

/** Forgets what runs wrote: the next one begins with the database as it came. */
export async function resetData(): Promise<void> {
  const id = workspace.peek().database
  left.delete(id)
  await openPlace()
    .then(found => found.remove(fileOf(id)))
    .catch(() => undefined)
  notify('success', 'The next run begins with the database as it came.')
}

/** Chooses a database. */
export function chooseDatabase(id: string): void {
  workspace.value = { ...workspace.peek(), database: id }
}

/** Imports a file; what cannot be imported is said, and changes nothing. */
export async function importFile(file: ImportFile): Promise<void> {
  try {
    const content = await readImport(file)
    imported.value = { name: file.name, content }
    left.delete(importedId)
    if (keepsData.peek()) await (await openPlace()).remove(fileOf(importedId))
    chooseDatabase(importedId)
    notify('success', `${file.name} is the database of the next run.`)
  } catch (error) {
    notify('error', error instanceof Error ? error.message : String(error))
  }
}
