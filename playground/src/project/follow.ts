import { askProject, linesOf } from './ask'
import type { ProjectState } from './state'

/** How soon a server that went away is asked again, in milliseconds. */
const againMs = 2000

/** What follows a project is told. */
export interface Follower {
  onState(state: ProjectState): void
  /** Told when the server does not answer; it is asked again. */
  onLost(reason: string): void
}

/** Follows a project through all its changes; gives what ends that. */
export function followProject({ onState, onLost }: Follower): () => void {
  const stopping = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = async (): Promise<void> => {
    try {
      // Server-sent events; an EventSource could not send the token in a header.
      const response = await askProject('events', { signal: stopping.signal })
      for await (const line of linesOf(response)) {
        if (line.startsWith('data: ')) onState(JSON.parse(line.slice('data: '.length)))
      }
      throw new Error('versa doc has ended.')
    } catch (error) {
      if (stopping.signal.aborted) return
      onLost(error instanceof Error ? error.message : String(error))
      timer = setTimeout(() => void follow(), againMs)
    }
  }
  void follow()
  return () => {
    stopping.abort()
    clearTimeout(timer)
  }
}
