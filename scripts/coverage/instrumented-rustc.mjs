#!/usr/bin/env node
// Cargo starts rustc by this program for the crates of the workspace, and by no other: what
// they depend on is neither counted nor compiled again.
import { spawnSync } from 'node:child_process'

const [rustc = 'rustc', ...args] = process.argv.slice(2)
const { status } = spawnSync(rustc, [...args, ...flags(args)], { stdio: 'inherit' })
process.exitCode = status ?? 1

/**
 * Counters live in a file that is mapped into memory: a process that is killed has counted, too.
 *
 * @param {readonly string[]} args
 */
function flags(args) {
  // Cargo also asks what the compiler is and can; and build scripts are no part of the engine.
  if (!args.includes('--crate-name') || args.includes('build_script_build')) return []
  return ['-C', 'instrument-coverage', '-C', 'llvm-args=-runtime-counter-relocation']
}
