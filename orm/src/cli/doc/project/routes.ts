import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PackagedDocs } from '../docs/packaged-docs.js'
import { begin, refuse, send, sendJson } from '../server/answer.js'
import type { ProjectRoutes } from '../server/doc-server.js'
import type { Entrance } from '../server/entrance.js'
import { cookieName, type Refusal, type Token } from '../server/guard.js'
import type { Children } from './children.js'
import { editorFiles } from './editor-files.js'
import type { LiveProject } from './live-project.js'
import type { ProjectState } from './project-state.js'
import { sendRun } from './run.js'

/** What the routes are made of. */
export interface ProjectHost {
  readonly docs: PackagedDocs
  readonly project: LiveProject
  readonly children: Children
  readonly token: Token
  readonly entrance: Entrance
  port(): number
}

/** The page of the project, in the playground's build. */
const pageFile = '/playground/project.html'

const noToken: Refusal = {
  status: 401,
  title: 'This address lacks the token of your project',
  text:
    'Your models and your database are for you alone. Open the address that `versa doc` printed; ' +
    'it changes each time that it is started.'
}

const usedUp: Refusal = {
  status: 401,
  title: 'This address opens once',
  text:
    'It was for the browser that `versa doc` opened. Take the address that it printed. If no ' +
    'browser of yours was opened, somebody else on this machine was quicker: end it.'
}

/** What is below `/project/`; all of it asks for the token. */
export function projectRoutes(host: ProjectHost): ProjectRoutes {
  const { token, project } = host
  return async (request, response, url) => {
    const { pathname, searchParams } = url
    const has = token.isIn(request, searchParams)
    if (pathname === '/project') return redirect(request, response, `/project/${url.search}`)
    const code = searchParams.get('open')
    if (pathname === '/project/' && code !== null) {
      if (!(await host.entrance.admits(request, code))) return refuse(request, response, usedUp)
      return redirect(request, response, `/project/?token=${token.text}`)
    }
    if (pathname === '/project/') {
      const opened = searchParams.has('token') ? has : token.hasPageCookie(request, host.port())
      return opened ? sendPage(host, request, response) : refuse(request, response, noToken)
    }
    if (!has) return refuse(request, response, noToken)
    const method = pathname === '/project/run' ? 'POST' : 'GET'
    if (request.method !== method) {
      const text = `Ask for ${pathname} by ${method}.`
      return refuse(request, response, { status: 405, title: 'Not this way', text })
    }
    if (pathname === '/project/model.json') return sendJson(request, response, project.state)
    if (pathname === '/project/files.json') {
      return sendJson(request, response, editorFiles(await project.known()))
    }
    if (pathname === '/project/events') return sendEvents(request, response, project)
    if (pathname === '/project/run') return sendRun(host, request, response)
    refuse(request, response, { status: 404, title: 'There is no such page', text: pathname })
  }
}

function redirect(request: IncomingMessage, response: ServerResponse, location: string): void {
  send(request, response, { status: 302, type: 'text/plain', content: '', headers: { location } })
}

/**
 * The page. It holds nothing of the project; its scripts keep the token of the address and ask with
 * it. The cookie is for opening the page once more.
 */
async function sendPage(
  { docs, token, port }: ProjectHost,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const file = docs.manifest.files[pageFile]
  if (file === undefined) {
    const text = 'The playground in this build has no page of projects.'
    return refuse(request, response, { status: 404, title: 'There is no such page', text })
  }
  const { content } = await docs.read(file, false)
  // The page lies in another folder than it is asked for in.
  const html = content.toString('utf8').replaceAll('="./', '="/playground/')
  const value = `${cookieName(port())}=${token.pageCookie}`
  const cookie = `${value}; HttpOnly; SameSite=Strict; Path=/project`
  send(request, response, {
    type: file.type,
    content: html,
    headers: {
      'set-cookie': cookie,
      'content-security-policy': docs.manifest.policies[file.policy ?? -1] ?? "default-src 'none'"
    }
  })
}

/** How often a line is sent that says nothing, so that nobody between gives the connection up. */
const pulseMs = 15_000

/** Tells the page of each change, as server-sent events. */
function sendEvents(
  request: IncomingMessage,
  response: ServerResponse,
  project: LiveProject
): void {
  begin(response, 'text/event-stream; charset=utf-8')
  const tell = (state: ProjectState) => {
    response.write(`event: model\ndata: ${JSON.stringify(state)}\n\n`)
  }
  tell(project.state)
  const stop = project.listen(tell)
  const pulse = setInterval(() => response.write(': still here\n\n'), pulseMs)
  pulse.unref()
  request.once('close', () => {
    clearInterval(pulse)
    stop()
  })
}
