// `npm run format`: lays out all Rust and TypeScript sources.
import { mustRun } from './process/run.mjs'
import { runCommand, step } from './process/step.mjs'
import { installNpmPackages } from './setup/npm-packages.mjs'

await runCommand(async () => {
  await installNpmPackages()
  await step('rustfmt', async () => ({ value: await mustRun('cargo', ['fmt', '--all']) }))
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'check', '--write']
  await step('Biome', async () => ({ value: await mustRun(process.execPath, biome) }))
})
