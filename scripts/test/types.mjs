import { inRepository } from '../process/repository.mjs'
import { run } from '../process/run.mjs'

/** @import { Outcome } from './runners.mjs' */

/** The compilers that users of versa-orm may have, as node_modules calls them. */
const compilers = ['typescript-5.9', 'typescript', 'typescript-7.0']

/**
 * Compiles `orm/types-tests` with each compiler: one test per compiler.
 *
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
export async function typesTests(progress) {
  const outcome = { passed: 0, failed: 0, skipped: 0, output: '' }
  for (const compiler of compilers) {
    progress(compiler)
    const tsc = inRepository('node_modules', compiler, 'bin/tsc')
    const args = [tsc, '--noEmit', '--pretty', 'false', '-p', 'orm/types-tests']
    const { code, output } = await run(process.execPath, args)
    if (code === 0) {
      outcome.passed += 1
    } else {
      outcome.failed += 1
      outcome.output += `${compiler}:\n${output}\n`
    }
  }
  return outcome
}
