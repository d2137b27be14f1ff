import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import mysql from 'mysql2/promise'
import pg from 'pg'
import type { DatabaseName, Target } from '../peer.js'

/** A database that was made for the benchmark, and how it is removed. */
export interface Place {
  readonly target: Target
  remove(): Promise<void>
}

/** Makes an empty database. Servers are those of the tests; `VERSA_TEST_…_URL` names others. */
export async function makePlace(database: DatabaseName): Promise<Place> {
  const name = `versa_bench_${randomBytes(6).toString('hex')}`
  switch (database) {
    case 'SQLite': {
      const folder = await mkdtemp(path.join(tmpdir(), 'versa-bench-'))
      const file = path.join(folder, 'bench.db')
      return {
        target: { database, url: `sqlite:${file}`, file },
        remove: () => rm(folder, { recursive: true, force: true })
      }
    }
    case 'PostgreSQL': {
      const server =
        process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
      const admin = new pg.Client(server)
      await admin.connect()
      await admin.query(`create database ${name}`)
      return {
        target: { database, url: urlOf(server, name), file: '' },
        async remove() {
          await admin.query(`drop database if exists ${name} with (force)`)
          await admin.end()
        }
      }
    }
    case 'MariaDB': {
      const server = process.env['VERSA_TEST_MYSQL_URL'] ?? 'mariadb://root@127.0.0.1:3306/'
      const admin = await mysql.createConnection(server.replace('mariadb:', 'mysql:'))
      await admin.query(`create database ${name}`)
      return {
        target: { database, url: urlOf(server, name), file: '' },
        async remove() {
          await admin.query(`drop database if exists ${name}`)
          await admin.end()
        }
      }
    }
  }
}

function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
