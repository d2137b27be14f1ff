import { homedir } from 'node:os'
import { repository } from '../process/repository.mjs'

/**
 * What cargo is told for an optimized build. Panic messages name source files: as paths of the
 * sources, not of the building machine. All such builds have the same flags, because cargo compiles
 * every crate anew for others.
 *
 * @returns {string[]}
 */
export function releaseArguments() {
  const cargoHome = process.env['CARGO_HOME'] ?? `${homedir()}/.cargo`
  const flags = [`--remap-path-prefix=${cargoHome}=cargo`, `--remap-path-prefix=${repository}=.`]
  return ['--release', '--config', `target.'cfg(all())'.rustflags=${JSON.stringify(flags)}`]
}
