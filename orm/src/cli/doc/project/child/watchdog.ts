import { Worker } from 'node:worker_threads'

/**
 * What runs beside the user's code, on a thread of its own: an endless loop stops neither. It ends
 * the process when the server is gone, and says where the code is when its time is up.
 */
const program = `
const { writeSync } = require('node:fs')
const { Session } = require('node:inspector')
const { workerData } = require('node:worker_threads')
const { parent, root, timeLimitMs } = workerData

setInterval(() => {
  if (process.ppid === parent) return
  // With what it started: it leads a group, but on Windows.
  try { process.kill(-process.pid, 'SIGKILL') } catch { process.kill(process.pid, 'SIGKILL') }
}, 250)

setTimeout(() => {
  let told = false
  const tell = place => {
    if (told) return
    told = true
    writeSync(3, JSON.stringify({ kind: 'stuck', ...(place && { place }) }) + '\\n')
  }
  // A process that only waits does not pause.
  setTimeout(tell, 400)
  const session = new Session()
  session.connectToMainThread()
  const files = new Map()
  session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url))
  session.on('Debugger.paused', ({ params }) => {
    for (const { location, url } of params.callFrames) {
      const file = (url || files.get(location.scriptId) || '').replace(/^file:\\/\\//, '')
      if (!file.startsWith(root) || file.includes('node_modules')) continue
      const name = file.slice(root.length).replaceAll('\\\\', '/')
      tell({ file: name, line: location.lineNumber + 1, column: location.columnNumber + 1 })
      break
    }
    tell()
    session.post('Debugger.resume')
  })
  session.post('Debugger.enable')
  session.post('Debugger.pause')
}, timeLimitMs)
`

/** Begins to watch over this process. */
export function watchOver(root: string, timeLimitMs: number): void {
  const worker = new Worker(program, {
    eval: true,
    workerData: {
      parent: process.ppid,
      root: root.endsWith('/') ? root : `${root}/`,
      timeLimitMs
    },
    // Whatever it prints is of no interest to the user.
    stdout: true,
    stderr: true
  })
  worker.on('error', () => undefined)
  worker.unref()
}
