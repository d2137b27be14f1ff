// A process beside the server, in which the user's models and code are loaded: they may print, hang
// or end it. It gets one request, answers it, and ends.
//
// The ORM comes first: its modules know each other, and are loaded in the order that its own index
// gives them.
import '../../../../index.js'

import { text } from 'node:stream/consumers'
import type { ChildRequest, InspectRequest } from '../messages.js'
import { loadEngineFile } from './engine-file.js'
import { reportExitCalls } from './exit-calls.js'
import { describe, loadModels } from './inspection.js'
import { loaderOf } from './loader.js'
import { provideOrm } from './orm-everywhere.js'
import { withoutDatabase } from './orm-without-database.js'
import { tell } from './outlet.js'
import { problemOf } from './problem.js'
import { findProject, rootOf } from './project.js'
import { runInProject } from './run/run.js'
import { watchOver } from './watchdog.js'

const request: ChildRequest = JSON.parse(await text(process.stdin))
const root = rootOf(request.folder)
process.chdir(root)
watchOver(root, request.timeLimitMs)
const exit = process.exit.bind(process)
reportExitCalls(root)

if (request.kind === 'inspect') {
  await inspectProject(request)
} else {
  await runInProject(request, root)
}
// Whatever the user's code left open: a server, a timer, a connection.
exit(0)

async function inspectProject(asked: InspectRequest): Promise<void> {
  let current = ''
  const loading = (file: string): void => {
    current = file
    tell({ kind: 'loading', file })
  }
  const failed = (error: unknown, file = current): void => {
    tell({ kind: 'problem', problem: problemOf(error, root, file) })
  }
  process.on('uncaughtException', error => failed(error))
  process.on('unhandledRejection', error => failed(error))
  try {
    const orm = withoutDatabase()
    provideOrm(orm)
    const load = loaderOf(root, orm)
    const { settings } = await findProject(asked, root, load, loading)
    tell({ kind: 'settings', settings })
    const found = await loadModels(root, settings.files, load, { loading, failed })
    await loadEngineFile()
    describe(root, found, tell)
  } catch (error) {
    failed(error)
  }
}
