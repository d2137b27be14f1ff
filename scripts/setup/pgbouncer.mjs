import { Failure } from '../process/failure.mjs'
import { run } from '../process/run.mjs'
import { step } from '../process/step.mjs'
import { aptInstall, canAdminister, permission } from './databases/administration.mjs'
import { chosenDatabases } from './databases.mjs'

/** Makes sure that PgBouncer is there, which the tests start before a PostgreSQL of theirs. */
export async function providePgbouncer() {
  if (!chosenDatabases().includes('postgres')) return
  await step('PgBouncer', async progress => {
    const installed = await run('pgbouncer', ['--version'])
    const version = /^PgBouncer [\d.]+/m.exec(installed.stdout)?.[0]
    if (installed.code === 0) return { note: version ?? 'installed', value: undefined }
    if (!(await canAdminister()) || !(await permission('install pgbouncer'))) {
      throw new Failure(
        'Tests of PostgreSQL behind PgBouncer need it. Run `sudo apt-get install pgbouncer`, or ' +
          'leave PostgreSQL out: VERSA_TEST_DATABASES=sqlite,mariadb.'
      )
    }
    await aptInstall('pgbouncer', progress)
    return { note: 'installed', value: undefined }
  })
}
