// Builds the reference of the engine's crates: `node scripts/build-rustdoc.mjs [--verbose]`
//
// target/rustdoc/doc gets rustdoc's pages of the crates that are pure and of what a driver must do:
// those that the documentation speaks of. The drivers would need their C libraries compiled first.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { layers } from './layers/layers.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { inRepository } from './process/repository.mjs'
import { cargoNoise, mustRun } from './process/run.mjs'
import { runCommand, step } from './process/step.mjs'

const crates = [...layers.pureCrates, 'versa-driver']

const inputs = ['Cargo.lock', 'Cargo.toml', 'engine', 'scripts/build-rustdoc.mjs']

/** What says nothing to a reader of these crates. */
const aside = /^engine\/(?:node\/npm|wasm\/pkg)\/|^engine\/[^/]+\/tests\//

const folder = 'target/rustdoc'

/** rustdoc writes no page above its crates; the list of them is a page of the documentation. */
const entrance = `<!doctype html><meta charset="utf-8"><title>The engine’s crates</title>
<meta http-equiv="refresh" content="0; url=../docs/internals/work-on-the-engine/#the-crates">
<a href="../docs/internals/work-on-the-engine/#the-crates">The engine’s crates</a>
`

/** Builds `target/rustdoc/doc` where it is not up to date. A link that leads nowhere fails. */
export function buildRustdoc() {
  return step('Reference of the crates', async progress => {
    const hash = contentHash(inputs, crates, file => !aside.test(file))
    const index = inRepository(folder, 'doc/index.html')
    if (existsSync(index) && recall('rustdoc') === hash) {
      return { note: 'unchanged', value: undefined }
    }
    rmSync(inRepository(folder, 'doc'), { recursive: true, force: true })
    const chosen = crates.flatMap(crate => ['--package', crate])
    await mustRun('cargo', ['doc', '--no-deps', '--target-dir', folder, ...chosen], {
      env: { RUSTDOCFLAGS: '--deny warnings' },
      onLine: progress,
      noise: cargoNoise
    })
    writeFileSync(index, entrance)
    remember('rustdoc', hash)
    return { note: `${crates.length} crates`, value: undefined }
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommand(buildRustdoc)
