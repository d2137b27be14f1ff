import { randomBytes } from 'node:crypto'
import type { DocOptions } from './command.js'
import { PackagedDocs } from './docs/packaged-docs.js'
import { type BrowserTarget, openBrowser, whyNoBrowser } from './open-browser.js'
import { Children } from './project/children.js'
import { LiveProject } from './project/live-project.js'
import type { ProjectRequest } from './project/messages.js'
import { projectRoutes } from './project/routes.js'
import { docServer, portOf } from './server/doc-server.js'
import { Entrance } from './server/entrance.js'
import { Token } from './server/guard.js'
import { listen } from './server/listen.js'

const tokenBytes = 24

/** Serves the documentation, the playground and the project until it is ended. */
export async function serve(options: DocOptions): Promise<void> {
  const docs = new PackagedDocs()
  const token = new Token(randomBytes(tokenBytes).toString('base64url'))
  const entrance = new Entrance()
  const children = new Children()
  const project = new LiveProject(requestOf(options), options.write, children)
  const server = docServer(
    docs,
    projectRoutes({ docs, project, children, token, entrance, port: () => portOf(server) })
  )
  const port = await listen(server, options.port)
  endOnSignals(() => {
    project.close()
    children.killAll()
    server.close()
    server.closeAllConnections()
  })
  const base = `http://127.0.0.1:${port}`
  const target = {
    address: `${base}/project/?token=${token.text}`,
    entrance: `${base}/project/?open=${entrance.code}`
  }
  docs.warmUp()
  await announce(base, target, options)
  await project.load()
  report(project)
}

function requestOf({ models, database, timeLimit }: DocOptions): ProjectRequest {
  return {
    folder: process.cwd(),
    timeLimitMs: Math.round(timeLimit * 1000),
    ...(models === undefined ? {} : { models }),
    ...(database === undefined ? {} : { database })
  }
}

/** Says where everything is, and opens the browser there. */
async function announce(base: string, target: BrowserTarget, { open }: DocOptions): Promise<void> {
  const ready = Math.round(performance.now())
  say(`Documentation   ${base}/`)
  say(`Playground      ${base}/playground/`)
  say(`Your project    ${target.address}`)
  say(`Ready after ${ready} ms. Ctrl-C ends it.`)
  const why = open ? whyNoBrowser(process.env) : 'as you asked'
  if (why === undefined && (await openBrowser(target))) return
  const reason = why ?? 'none was found'
  say(`No browser was opened (${reason}): open the address of your project yourself.`)
}

/** Says how loading the project ended. */
function report({ state }: LiveProject): void {
  const { schema, problems, settings } = state
  const models = schema?.tables.length ?? 0
  const where = settings?.patterns.slice(0, 3).join(', ') ?? ''
  if (models > 0) say(`${models} ${models === 1 ? 'model' : 'models'} found in ${where}.`)
  else if (problems.length === 0)
    say('No models were found: name them with --models "src/**/*.ts".')
  for (const { message, place } of problems) {
    const at =
      place === undefined
        ? ''
        : `${place.file}${place.line === undefined ? '' : `:${place.line}`}: `
    say(`${at}${message}`)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Ends everything when the process is asked to end. */
function endOnSignals(end: () => void): void {
  let ended = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ended) process.exit(1)
      ended = true
      end()
    })
  }
  process.once('exit', end)
}
