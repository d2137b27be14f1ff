import type { ExitMessage } from '../messages.js'
import { tell } from './outlet.js'
import { ownFrames, placeOfFrame } from './problem.js'

/** Says who calls `process.exit` before it is done: nobody could tell afterwards. */
export function reportExitCalls(root: string): void {
  const exit = process.exit.bind(process)
  process.exit = code => {
    const place = placeOfFrame(ownFrames(new Error('process.exit'), root)[0] ?? '')
    const message: ExitMessage = {
      kind: 'exit',
      code: Number(code ?? 0),
      ...(place === undefined ? {} : { place })
    }
    tell(message)
    return exit(code)
  }
}
