const lock = 'versa-notes'

let waiting = new AbortController()

/**
 * Waits until no other tab has the notes, and has them until this worker ends or another tab takes
 * them.
 *
 * @param taking Whether they are taken from the tab that has them. It is told, and has to let go of
 *   the file: until then, opening it fails.
 * @param begun Called when they are this tab's.
 * @returns When they no longer are.
 */
export async function haveTurn(taking: boolean, begun: () => void): Promise<void> {
  waiting.abort()
  waiting = new AbortController()
  const options = taking ? { steal: true } : { signal: waiting.signal }
  let has = false
  try {
    await navigator.locks.request(lock, options, () => {
      has = true
      begun()
      // A lock lasts as long as what its function gives.
      return new Promise<never>(() => {})
    })
  } catch {
    // Another tab took it, or this one no longer waits but takes it: that is another call.
    if (!has) await new Promise<never>(() => {})
  }
}
