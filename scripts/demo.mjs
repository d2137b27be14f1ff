// `npm run demo [-- URL]`: sets up, then runs the example "atlas" on an embedded SQLite database
// or on the database the URL names.
import { runCommand } from './process/step.mjs'
import { runTypeScript } from './process/typescript.mjs'
import { setup } from './setup.mjs'

await runCommand(async () => {
  await setup('demo')
  process.exitCode = runTypeScript('examples/atlas/src/main.ts')
})
