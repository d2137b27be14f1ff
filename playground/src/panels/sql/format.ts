// SQL on lines. The formatter is loaded when the first statement is shown.
import type { DialectName } from '../../protocol'
import { compacted } from './compacted'

type Formatter = (sql: string, dialect: DialectName) => string

let loading: Promise<Formatter> | null = null

/** SQL laid out; what the formatter cannot read stays as it is. */
export async function formatSql(sql: string, dialect: DialectName): Promise<string> {
  loading ??= loadFormatter()
  try {
    return (await loading)(sql, dialect)
  } catch {
    return sql
  }
}

async function loadFormatter(): Promise<Formatter> {
  const { formatDialect, mariadb, mysql, postgresql, sqlite } = await import('sql-formatter')
  const dialects = { SQLite: sqlite, PostgreSQL: postgresql, MySQL: mysql, MariaDB: mariadb }
  return (sql, dialect) =>
    compacted(formatDialect(sql, { dialect: dialects[dialect], tabWidth: 2, expressionWidth: 60 }))
}
