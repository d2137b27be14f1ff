// A database with a replica, both SQLite files: a copy that follows by itself is a server's. The
// replica is behind: it has no visit to /new yet.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, Model, t } from 'versa-orm'

export class Visit extends Model.table('visits', { id: t.id(), path: t.text() }) {}

const folder = await mkdtemp(path.join(tmpdir(), 'versa-docs-'))

/** A file with the visits to these paths. */
async function file(name: string, paths: readonly string[]): Promise<string> {
  const url = `sqlite:${path.join(folder, name)}`
  const made = await connect(url)
  await made.schema.create([Visit])
  await Visit.using(made).createMany(paths.map(visited => ({ path: visited })))
  await made.close()
  return url
}

export const primaryUrl = await file('primary.db', ['/', '/new'])
export const replicaUrl = await file('replica.db', ['/'])

export const db = await connect(primaryUrl, { replicas: [replicaUrl] })

const close = db.close.bind(db)
db.close = async () => {
  await close()
  await rm(folder, { recursive: true, force: true })
}
