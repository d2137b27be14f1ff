// A run in the project: `versa doc` runs the code on Node.js, with its models, against its
// database.
import { untagged } from '../../../orm/src/recording/tagged-json'
import type { RunEvent } from '../protocol'
import { beginRun, run } from '../run/run'
import { workspace } from '../workspace/current'
import { askProject, linesOf } from './ask'

/** Runs the files of the editor. */
export async function startProjectRun(): Promise<void> {
  const stopping = new AbortController()
  const receive = beginRun(() => stopping.abort())
  try {
    const response = await askProject('run', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files: workspace.peek().files.toSorted(queryLast) }),
      signal: stopping.signal
    })
    for await (const line of linesOf(response)) {
      if (line !== '') receive([untagged(JSON.parse(line)) as RunEvent])
    }
    if (run.peek().running) throw new Error('versa doc has ended.')
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    receive([
      { kind: 'failed', error: { name: 'Error', message } },
      { kind: 'done', durationMs: 0 }
    ])
  }
}

/** The file that is run comes last. */
function queryLast(left: { readonly name: string }, right: { readonly name: string }): number {
  return Number(left.name === 'query.ts') - Number(right.name === 'query.ts')
}
