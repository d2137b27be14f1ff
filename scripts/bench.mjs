// `npm run bench [-- --suite NAME] [-- --json FILE] [-- --quick]`: sets up, then compares VersaORM
// with the raw drivers.
import { runCommand } from './process/step.mjs'
import { runTypeScript } from './process/typescript.mjs'
import { setup } from './setup.mjs'

await runCommand(async () => {
  await setup('bench')
  process.exitCode = runTypeScript('bench/src/main.ts')
})
