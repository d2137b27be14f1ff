import { inRepository } from '../process/repository.mjs'

/** Where the counts of a run are. */
export const coverageFolder = inRepository('target/coverage')

/**
 * The environment in which cargo builds crates that count, and in which they write their counts:
 * `%c` while they run, `%m` to a file of each program, of which there are as many as processes
 * that share the work.
 *
 * @returns {Record<string, string>}
 */
export function instrumented() {
  return {
    RUSTC_WORKSPACE_WRAPPER: inRepository('scripts/coverage/instrumented-rustc.mjs'),
    LLVM_PROFILE_FILE: `${coverageFolder}/profiles/%c%4m.profraw`
  }
}
