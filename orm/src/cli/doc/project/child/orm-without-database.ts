import * as orm from '../../../../index.js'

/**
 * The ORM for files that are only looked at: whatever they connect to is an empty database in
 * memory. Looking at models must neither need a database nor change one.
 */
export function withoutDatabase(): Record<string, unknown> {
  const connect: typeof orm.connect = (_, { name, log, warn } = {}) =>
    orm.connect('sqlite::memory:', {
      ...(name === undefined ? {} : { name }),
      ...(log === undefined ? {} : { log }),
      ...(warn === undefined ? {} : { warn })
    })
  return { ...orm, connect }
}
