// `npm run bench [-- --suite NAME] [-- --json FILE] [-- --quick]`: sets up, then compares VersaORM
// with the raw drivers.
import { runCommand } from './process/step.mjs'
import { runTypeScript } from './process/typescript.mjs'
import { setup, setupFor } from './setup.mjs'

await runCommand(async () => {
  await setup('bench')
  // Only this suite needs a browser.
  if (process.argv.includes('page')) await setupFor(['orm-browser', 'playground', 'chromium'])
  process.exitCode = runTypeScript('bench/src/main.ts')
})
