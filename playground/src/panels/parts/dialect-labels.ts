import type { DialectName } from '../../protocol'

/** The dialects in the order in which they are shown. */
export const dialectOrder: readonly DialectName[] = ['SQLite', 'PostgreSQL', 'MySQL', 'MariaDB']
