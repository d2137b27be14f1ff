import type { Peer } from '../peer.js'
import { betterSqlite3 } from './better-sqlite3.js'
import { drizzle, drizzlePrepared } from './drizzle.js'
import { knex } from './knex.js'
import { kysely } from './kysely.js'
import { mariadbPeer } from './mariadb.js'
import { mikroOrm } from './mikro-orm.js'
import { mysql2 } from './mysql2.js'
import { nodeSqlite } from './node-sqlite.js'
import { pgPeer } from './pg.js'
import { postgresJs } from './postgres-js.js'
import { prisma } from './prisma.js'
import { sequelize } from './sequelize.js'
import { typeorm } from './typeorm.js'
import { versa, versaPrepared, versaRows } from './versa.js'

/** All contenders; the first that a workload has decides what the right data is. */
export async function allPeers(): Promise<Peer[]> {
  const node = await nodeSqlite()
  return [
    betterSqlite3,
    ...(node === null ? [] : [node]),
    pgPeer,
    postgresJs,
    mysql2,
    mariadbPeer,
    versa,
    versaPrepared,
    versaRows,
    drizzle,
    drizzlePrepared,
    kysely,
    knex,
    typeorm,
    mikroOrm,
    prisma,
    sequelize
  ]
}
