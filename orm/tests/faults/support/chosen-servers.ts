import type { ServerKind } from './scratch-server.js'

const all: readonly ServerKind[] = ['postgres', 'mariadb']

/** The servers of which scratch ones are started: all, unless `VERSA_TEST_DATABASES` narrows. */
export function chosenServers(): readonly ServerKind[] {
  const groups = process.env['VERSA_TEST_DATABASES']?.split(',').map(name => name.trim())
  return groups === undefined ? all : all.filter(kind => groups.includes(kind))
}
