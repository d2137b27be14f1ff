// `npm run playground [-- --dev] [-- --port N]`: sets up, then serves the playground on this
// machine and prints its address. `--dev`: from its sources, and pages follow what is edited.
import { spawnSync } from 'node:child_process'
import { inRepository } from './process/repository.mjs'
import { runCommand } from './process/step.mjs'
import { setup, setupFor } from './setup.mjs'

const dev = process.argv.includes('--dev')

await runCommand(async () => {
  await (dev ? setupFor(['wasm', 'orm', 'orm-browser']) : setup('playground'))
  const rest = process.argv.slice(2).filter(argument => !['--dev', '--verbose'].includes(argument))
  const vite = inRepository('node_modules/vite/bin/vite.js')
  // An address of this machine only: the playground is nobody else's.
  const args = [vite, dev ? 'dev' : 'preview', '--host', '127.0.0.1', ...rest]
  const child = spawnSync(process.execPath, args, {
    cwd: inRepository('playground'),
    stdio: 'inherit'
  })
  // Ctrl-C is how a server ends.
  process.exitCode = child.signal === 'SIGINT' ? 0 : (child.status ?? 1)
})
