import { createRequire } from 'node:module'
import { BetterSqliteDriver } from '@mikro-orm/better-sqlite'
import type { Options } from '@mikro-orm/core'
import { BetterSqliteKnexDialect, MariaDbKnexDialect } from '@mikro-orm/knex'
import { MariaDbDriver } from '@mikro-orm/mariadb'
import { PostgreSqlDriver } from '@mikro-orm/postgresql'
import Database from 'better-sqlite3'
import type { Target } from '../../peer.js'

/** How a database is connected to. */
export function connectionOf({ database, file, url }: Target): Options {
  switch (database) {
    case 'SQLite':
      // The file is in WAL mode, where better-sqlite3 synchronizes as the others do.
      return { driver: BetterSqliteDriver, dbName: file, driverOptions: { client: SharedSqlite } }
    case 'PostgreSQL':
      return { driver: PostgreSqlDriver, clientUrl: url }
    case 'MariaDB':
      return { driver: MariaDbDriver, clientUrl: url, driverOptions: { client: PinnedMariaDb } }
  }
}

/**
 * MikroORM looks for its drivers from a package that does not depend on them, so that it depends on
 * the installation which version it finds. On SQLite it has to be the copy that the other
 * contenders of its file use.
 */
class SharedSqlite extends BetterSqliteKnexDialect {
  override _driver() {
    return Database
  }
}

/**
 * Here it has to be the version that MikroORM pins, not the newest, which is a contender by itself:
 * it tells answers apart by the names of their classes, and newer versions have shortened them.
 */
class PinnedMariaDb extends MariaDbKnexDialect {
  override _driver() {
    const owner = createRequire(import.meta.url).resolve('@mikro-orm/mariadb')
    return createRequire(owner)('mariadb/callback')
  }
}
