import { createRequire } from 'node:module'
import pg from 'pg'
import { connect } from 'versa-orm'
import type { Suite, Workload } from './measure.js'
import { Person, people, peopleCount } from './people.js'

const require = createRequire(import.meta.url)
const versions = {
  driver: require('pg/package.json').version,
  versa: require('versa-orm/package.json').version
}

const server = process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** PostgreSQL over TCP: a `pg` client with named (prepared) statements. */
export async function postgresSuite(): Promise<Suite> {
  const name = `versa_bench_${process.pid}`
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const db = await connect(url.href)
  await db.schema.create([Person])
  await Person.createMany([...people()])
  // `pg` gives 64-bit integers as text unless told otherwise; the ids here fit a number.
  const types = new pg.TypeOverrides()
  types.setTypeParser(20, Number)
  const raw = new pg.Client({ connectionString: url.href, types })
  await raw.connect()
  return {
    database: 'PostgreSQL',
    workloads: [pointRead(raw), rows(raw, 100), rows(raw, 10_000)],
    close: async () => {
      await raw.end()
      await db.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    }
  }
}

function pointRead(raw: pg.Client): Workload {
  const idOf = (round: number) => 1 + ((round * 7_919) % peopleCount)
  const text = 'select * from bench_people where id = $1'
  return {
    name: 'point read',
    contenders: [
      {
        name: 'pg',
        version: versions.driver,
        run: async at => (await raw.query({ name: 'point', text, values: [idOf(at)] })).rows[0]
      },
      { name: 'versa-orm find(id)', version: versions.versa, run: at => Person.find(idOf(at)) }
    ]
  }
}

function rows(raw: pg.Client, count: number): Workload {
  const text = 'select * from bench_people where id <= $1 order by id'
  return {
    name: `${count.toLocaleString('en')} rows`,
    contenders: [
      {
        name: 'pg',
        version: versions.driver,
        run: async () => (await raw.query({ name: 'rows', text, values: [count] })).rows
      },
      {
        name: 'versa-orm all()',
        version: versions.versa,
        run: () => Person.where('id', '<=', count).orderBy('id').all()
      },
      {
        name: 'versa-orm rows()',
        version: versions.versa,
        run: () => Person.where('id', '<=', count).orderBy('id').rows()
      }
    ]
  }
}
