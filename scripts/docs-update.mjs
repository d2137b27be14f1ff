// `npm run docs:update [-- PAGE…]`: sets up, then runs the documentation and writes what it gives.
import { runCommand } from './process/step.mjs'
import { runTypeScript } from './process/typescript.mjs'
import { setupFor } from './setup.mjs'

await runCommand(async () => {
  await setupFor(['native', 'orm', 'databases', 'wasm', 'orm-browser'])
  process.exitCode = runTypeScript('docs-tests/src/update/main.ts')
})
