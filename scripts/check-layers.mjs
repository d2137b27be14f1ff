// `node scripts/check-layers.mjs`: whether crates and folders use only the layers below them.
import { pathToFileURL } from 'node:url'
import { checkCrates, readCrates } from './layers/crates.mjs'
import { layers as repositoryLayers } from './layers/layers.mjs'
import { checkRustSources } from './layers/rust-sources.mjs'
import { checkTypeScript } from './layers/typescript.mjs'
import { Failure } from './process/failure.mjs'
import { repository } from './process/repository.mjs'
import { runCommand, step } from './process/step.mjs'

/**
 * Checks a repository against its layers.
 *
 * @param {string} [root]
 * @param {import('./layers/layers.mjs').Layers} [layers]
 * @returns {string} What was checked.
 * @throws {Failure} With all violations; also where there was nothing to check.
 */
export function checkLayers(root = repository, layers = repositoryLayers) {
  const crates = readCrates(root)
  const rust = checkRustSources(root, crates, layers)
  const typescript = checkTypeScript(root, layers)
  const problems = [...checkCrates(crates, layers), ...rust.problems, ...typescript.problems]
  if (rust.files === 0) problems.push('no Rust sources were found')
  if (typescript.files === 0) problems.push('no TypeScript sources were found')
  if (problems.length > 0) {
    throw new Failure(
      'The layers are not kept (scripts/layers/layers.mjs says what they are)',
      problems.join('\n')
    )
  }
  return `${crates.length} crates, ${rust.files + typescript.files} files`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(() => step('Layers', async () => ({ note: checkLayers(), value: undefined })))
}
