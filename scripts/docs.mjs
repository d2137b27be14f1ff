// `npm run docs [-- --dev] [-- --port N]`: sets up, then serves the documentation on this machine
// and prints its address. `--dev`: pages follow what is edited; there is no search.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { serveFolder } from '../site/serve.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository } from './process/repository.mjs'
import { runCommand } from './process/step.mjs'
import { setup } from './setup.mjs'

await runCommand(async () => {
  const { dev, port } = readOptions()
  await setup('docs')
  if (dev) develop(port)
  else await serve(port)
})

function readOptions() {
  const options = /** @type {const} */ ({
    dev: { type: 'boolean', default: false },
    port: { type: 'string', default: '3000' },
    verbose: { type: 'boolean', default: false }
  })
  try {
    const { dev, port } = parseArgs({ options }).values
    const number = Number(port)
    if (Number.isInteger(number) && number >= 0 && number <= 65_535) return { dev, port: number }
    throw new Failure(`--port ${port} is no port: it is a number from 0 to 65535.`)
  } catch (error) {
    if (error instanceof TypeError) throw new Failure(`${error.message}: there are --dev, --port N`)
    throw error
  }
}

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
