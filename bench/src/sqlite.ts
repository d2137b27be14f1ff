import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { connect } from 'versa-orm'
import type { Suite, Workload } from './measure.js'
import { Person, people, peopleCount } from './people.js'

const require = createRequire(import.meta.url)
const versions = {
  driver: require('better-sqlite3/package.json').version,
  versa: require('versa-orm/package.json').version
}

/** SQLite: a file in WAL mode; better-sqlite3 with prepared statements, as its manual says. */
export async function sqliteSuite(): Promise<Suite> {
  const folder = await mkdtemp(join(tmpdir(), 'versa-bench-'))
  const file = join(folder, 'bench.db')
  const db = await connect(`sqlite:${file}`)
  await db.schema.create([Person])
  await Person.createMany([...people()])
  const raw = new Database(file)
  raw.pragma('journal_mode = WAL')
  return {
    database: 'SQLite',
    workloads: [pointRead(raw), rows(raw, 100), rows(raw, 10_000)],
    close: async () => {
      raw.close()
      await db.close()
      await rm(folder, { recursive: true })
    }
  }
}

function pointRead(raw: Database.Database): Workload {
  const statement = raw.prepare('select * from bench_people where id = ?')
  const idOf = (round: number) => 1 + ((round * 7_919) % peopleCount)
  return {
    name: 'point read',
    contenders: [
      { name: 'better-sqlite3', version: versions.driver, run: at => statement.get(idOf(at)) },
      { name: 'versa-orm find(id)', version: versions.versa, run: at => Person.find(idOf(at)) },
      {
        name: 'versa-orm where(…).rows()',
        version: versions.versa,
        run: async at => (await Person.where('id', idOf(at)).rows())[0]
      }
    ]
  }
}

function rows(raw: Database.Database, count: number): Workload {
  const statement = raw.prepare('select * from bench_people where id <= ?')
  return {
    name: `${count.toLocaleString('en')} rows`,
    contenders: [
      { name: 'better-sqlite3', version: versions.driver, run: () => statement.all(count) },
      {
        name: 'versa-orm all()',
        version: versions.versa,
        run: () => Person.where('id', '<=', count).all()
      },
      {
        name: 'versa-orm rows()',
        version: versions.versa,
        run: () => Person.where('id', '<=', count).rows()
      }
    ]
  }
}
