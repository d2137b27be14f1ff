// Makes the sample databases: through VersaORM, with the models that the templates show.
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { type AnyModel, connect } from 'versa-orm'
import * as atlas from './atlas'
import * as blog from './blog'
import * as shop from './shop'

interface Sample {
  readonly models: readonly AnyModel[]
  fill(): Promise<void>
}

/** The files by their names, and the most bytes that each may have. */
const samples: Readonly<Record<string, Sample>> = { atlas, blog, shop }
const bytesMax = 1_048_576

/** Writes every sample to the folder, and says how large they are. */
export async function buildSamples(folder: string): Promise<Map<string, number>> {
  mkdirSync(folder, { recursive: true })
  const sizes = new Map<string, number>()
  for (const [name, sample] of Object.entries(samples)) {
    const file = path.join(folder, `${name}.sqlite`)
    await buildSample(sample, file)
    const { size } = statSync(file)
    if (size > bytesMax) throw new Error(`${name}.sqlite has ${size} bytes, more than ${bytesMax}.`)
    sizes.set(name, size)
  }
  return sizes
}

/**
 * A file of its own, not in WAL mode, which browsers cannot open, and without free pages. It is
 * there whole or not at all.
 */
async function buildSample({ models, fill }: Sample, file: string): Promise<void> {
  const unfinished = `${file}.next`
  if (existsSync(unfinished)) rmSync(unfinished)
  await using db = await connect('sqlite::memory:')
  await db.schema.create([...models])
  await fill()
  await db.sql`analyze`.execute()
  await db.sql`vacuum into ${unfinished}`.execute()
  renameSync(unfinished, file)
}
