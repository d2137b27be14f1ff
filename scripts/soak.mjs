// `npm run soak [-- --minutes N] [--database NAME] [--seed S]`: sets up, then works with faults for
// a while and watches memory, descriptors and connections.
import { runCommand } from './process/step.mjs'
import { runTypeScript } from './process/typescript.mjs'
import { setup } from './setup.mjs'

await runCommand(async () => {
  await setup('soak')
  process.exitCode = runTypeScript('orm/tests/faults/soak/main.ts')
})
