import { existsSync } from 'node:fs'
import { inRepository } from '../process/repository.mjs'
import { mustRun, run } from '../process/run.mjs'
import { step } from '../process/step.mjs'

const addon = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'

/**
 * Builds better-sqlite3, which the benchmark compares with, from its source: nothing but
 * the npm registry is asked for a binary.
 */
export function buildBetterSqlite3() {
  const built = existsSync(inRepository(addon))
  const slow = built ? {} : { slow: 'building it from source, about a minute' }
  return step(
    'better-sqlite3',
    async progress => {
      const load = ['-e', 'new (require("better-sqlite3"))(":memory:")']
      if (built && (await run(process.execPath, load)).code === 0) {
        return { note: 'built already', value: undefined }
      }
      await mustRun('npm', ['rebuild', 'better-sqlite3', '--ignore-scripts=false'], {
        env: { npm_config_build_from_source: 'true' },
        onLine: progress
      })
      await mustRun(process.execPath, load)
      return { note: 'built', value: undefined }
    },
    slow
  )
}
