import { Failure } from '../process/failure.mjs'
import { step } from '../process/step.mjs'
import { mariadb } from './databases/mariadb.mjs'
import { postgres } from './databases/postgres.mjs'
import { provide } from './databases/provide.mjs'

const servers = { postgres, mariadb }
const narrowing = 'VERSA_TEST_DATABASES'

/**
 * Sees to it that database servers can be reached: starts one that is installed, installs one
 * that is not.
 *
 * @param {readonly (keyof typeof servers)[]} wanted
 * @throws {Failure} With the command to run where neither can be done.
 */
export async function provideDatabases(wanted) {
  const chosen = chosenDatabases()
  for (const name of wanted) {
    const server = servers[name]
    await step(server.product, async progress => {
      if (!chosen.includes(name)) return { note: `left out by ${narrowing}`, value: undefined }
      return { note: await provide(server, progress), value: undefined }
    })
  }
}

/**
 * The databases that VERSA_TEST_DATABASES names; all where it is not set.
 *
 * @returns {string[]}
 */
export function chosenDatabases() {
  const known = ['sqlite', ...Object.keys(servers)]
  const names = process.env[narrowing]?.split(',').map(name => name.trim())
  const unknown = names?.find(name => !known.includes(name))
  if (unknown !== undefined) {
    throw new Failure(`${narrowing} names "${unknown}"; it knows ${known.join(', ')}.`)
  }
  return names ?? known
}
