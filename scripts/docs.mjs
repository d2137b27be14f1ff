// `npm run docs [-- --dev] [-- --port N]`: sets up, then serves the documentation on this machine
// and prints its address. `--dev`: pages follow what is edited; there is no search.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { serveFolder } from '../site/serve.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository } from './process/repository.mjs'
import { runCommand } from './process/step.mjs'
import { setup } from './setup.mjs'

const { values } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    port: { type: 'string', default: '3000' },
    verbose: { type: 'boolean', default: false }
  }
})

await runCommand(async () => {
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Failure(`--port ${values.port} is no port: it is a number from 0 to 65535.`)
  }
  await setup('docs')
  if (values.dev) develop(port)
  else await serve(port)
})

/** @param {number} port */
async function serve(port) {
  const base = process.env['VERSA_SITE_BASE'] ?? '/'
  try {
    const { url } = await serveFolder(inRepository('site/dist'), { base, port })
    console.log(`${url}\n\nCtrl-C ends it.`)
  } catch (error) {
    if (Object(error).code !== 'EADDRINUSE') throw error
    throw new Failure(`The port ${port} is taken: npm run docs -- --port ${port + 1}`)
  }
}

/** @param {number} port */
function develop(port) {
  const docusaurus = inRepository('node_modules/@docusaurus/core/bin/docusaurus.mjs')
  const args = ['start', '--host', '127.0.0.1', '--port', `${port}`, '--no-open']
  const child = spawnSync(process.execPath, [docusaurus, ...args], {
    cwd: inRepository('site'),
    stdio: 'inherit'
  })
  // Ctrl-C is how a server ends.
  process.exitCode = child.signal === 'SIGINT' ? 0 : (child.status ?? 1)
}
