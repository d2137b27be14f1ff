import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 20_000

/** Asks again until there is an answer. */
export async function eventually<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error('what was waited for did not happen')
    await sleep(20)
  }
}
