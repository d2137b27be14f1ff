import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../process/failure.mjs'
import { inRepository } from '../process/repository.mjs'
import { run } from '../process/run.mjs'
import { coverageFolder, instrumented } from './instrumented.mjs'
import { readLcov } from './lcov.mjs'

/** @import { FileCoverage } from './lcov.mjs' */

/**
 * Runs the tests of the ORM on its sources and on the engine that counts.
 *
 * @param {(line: string) => void} progress
 * @throws {Failure} Where tests fail: what they would have run is not counted.
 */
export async function runOrmTests(progress) {
  const vitest = inRepository('node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', 'vitest.coverage.config.ts']
  const { code, output } = await run(process.execPath, args, {
    cwd: inRepository('orm'),
    env: { ...instrumented(), NO_COLOR: '1', FORCE_COLOR: undefined },
    onLine: progress
  })
  if (code !== 0) throw new Failure('Tests of the ORM failed', output)
}

/**
 * What ran of the ORM's sources.
 *
 * @returns {FileCoverage[]}
 */
export function ormCoverage() {
  const text = readFileSync(path.join(coverageFolder, 'orm/lcov.info'), 'utf8')
  return readLcov(text).map(({ file, lines }) => ({ file: `orm/${file}`, lines }))
}
