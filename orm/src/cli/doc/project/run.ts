import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RunEvent } from '../../../recording/events.js'
import { tagged } from '../../../recording/tagged-json.js'
import { begin, refuse } from '../server/answer.js'
import type { ChildEnd } from './children.js'
import type { Place, SourceFile } from './messages.js'
import type { ProjectHost } from './routes.js'

/** What an editor may send. */
const bodyMax = 1_000_000
const filesMax = 20

/** The run that goes on; another one ends it. */
let current: AbortController | undefined

/**
 * Runs the editor's files in a process with the project's models, against its database. The answer
 * is what happens, a line of JSON each; whoever stops reading stops the run.
 */
export async function sendRun(
  host: ProjectHost,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const files = await filesOf(request)
  if (typeof files === 'string') {
    return refuse(request, response, { status: 400, title: 'This cannot be run', text: files })
  }
  current?.abort()
  const stopping = new AbortController()
  current = stopping
  response.once('close', () => stopping.abort())
  begin(response, 'application/x-ndjson; charset=utf-8')
  const { project, children } = host
  const { write } = project.state
  let done = false
  let place: Place | undefined
  const end = await children.ask(
    { kind: 'run', ...project.request, files, write },
    {
      signal: stopping.signal,
      onMessage(line) {
        const kind = /^\{"kind":"(\w+)"/.exec(line)?.[1]
        if (kind === 'done') done = true
        if (kind === 'stuck' || kind === 'exit') place = JSON.parse(line).place
        else response.write(`${line}\n`)
      },
      onPrint: (text, level) => response.write(`${printed(text, level)}\n`)
    }
  )
  if (!done) response.write(`${unfinished(end, place, project.request.timeLimitMs)}\n`)
  response.end()
}

/** The files of a request; a text says what is wrong with it. */
async function filesOf(request: IncomingMessage): Promise<SourceFile[] | string> {
  const { 'content-type': type = '' } = request.headers
  // Forms of other pages cannot send this type.
  if (!type.startsWith('application/json')) return 'The files are sent as application/json.'
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > bodyMax) return `The files are larger than ${bodyMax} bytes.`
    chunks.push(chunk)
  }
  try {
    const { files }: { files?: unknown } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return areFiles(files) ? files : 'There is no list of files in it.'
  } catch {
    return 'It is no JSON.'
  }
}

function areFiles(value: unknown): value is SourceFile[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > filesMax) return false
  return value.every((file: Partial<SourceFile> | null) => {
    const { name, text } = file ?? {}
    return typeof name === 'string' && /^[\w-][\w.-]*\.ts$/.test(name) && typeof text === 'string'
  })
}

/** What a library printed past the console. */
function printed(text: string, level: 'log' | 'error'): string {
  return lineOf({ kind: 'console', line: { level, values: [text.replace(/\n$/, '')], at: 0 } })
}

/** Why a run ended before it was through. */
function unfinished(end: ChildEnd, place: Place | undefined, timeLimitMs: number): string {
  const how = end.signal === null ? `with code ${end.code}` : `by ${end.signal}`
  const error =
    end.by === 'time'
      ? {
          name: 'Time limit',
          message: `Stopped after ${timeLimitMs / 1000} seconds.`,
          hint: 'Is there a loop that never ends, or an await of what never comes?'
        }
      : { name: 'Ended', message: `The code ended its process ${how}.` }
  const at = place?.line === undefined ? {} : { place: { column: 1, ...place, line: place.line } }
  const failed = lineOf({ kind: 'failed', error: { ...error, ...at } })
  return `${failed}\n${lineOf({ kind: 'done', durationMs: 0 })}`
}

function lineOf(event: RunEvent): string {
  return JSON.stringify(tagged(event))
}
