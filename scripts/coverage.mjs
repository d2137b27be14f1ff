// `npm run coverage`: runs the tests of the engine and of the ORM, says which of their lines ran,
// and fails where less than 90 % did of either.
//
// The engine is built so that it counts, for its own tests and as the addon that the ORM's tests
// load: what only they reach is reached. The programs are those of debug builds beside those that
// other commands use; afterwards the addon is the usual one again.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { buildNative } from './build-native.mjs'
import { engineCoverage, runEngineTests } from './coverage/engine.mjs'
import { coverageFolder } from './coverage/instrumented.mjs'
import { ormCoverage, runOrmTests } from './coverage/orm.mjs'
import { leastPercent, reportOf } from './coverage/report.mjs'
import { Failure } from './process/failure.mjs'
import { reportFailure, runCommand, say, step } from './process/step.mjs'
import { provideLlvmTools } from './setup/llvm-tools.mjs'
import { setupFor } from './setup.mjs'

await runCommand(async () => {
  await setupFor(['databases', 'pgbouncer', 'orm'])
  const tools = await provideLlvmTools()
  rmSync(coverageFolder, { recursive: true, force: true })
  mkdirSync(path.join(coverageFolder, 'profiles'), { recursive: true })
  await buildNative({ profile: 'coverage' })
  try {
    await step('Tests of the ORM', progress => done(runOrmTests(progress)))
    await step('Tests of the engine', progress => done(runEngineTests(progress)))
    const reports = {
      engine: reportOf('engine', await engineCoverage(tools)),
      orm: reportOf('orm', ormCoverage())
    }
    for (const { text } of Object.values(reports)) console.log(`\n${text}`)
    const low = Object.entries(reports).filter(([, { enough }]) => !enough)
    if (low.length > 0) {
      const names = low.map(([name]) => name).join(' and ')
      throw new Failure(`Less than ${leastPercent} % of the lines of ${names} ran`)
    }
  } catch (error) {
    // Told at once: what comes now takes its time.
    reportFailure(error)
    process.exitCode = 1
  } finally {
    say('')
    await buildNative()
  }
})

/**
 * @param {Promise<void>} work
 */
async function done(work) {
  await work
  return { note: 'passed', value: undefined }
}
