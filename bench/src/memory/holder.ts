// Holds rows and says how much they take: `holder.ts CONTENDER TARGET COUNT`, the target as JSON.
import type { Target } from '../peer.js'
import { allPeers } from '../peers/index.js'

const [name, target, count] = process.argv.slice(2)
const peer = (await allPeers()).find(other => other.name === name)
if (peer === undefined || target === undefined) throw new Error(`no contender ${name}`)
const session = await peer.open(JSON.parse(target) as Target)

/** All that is alive, wherever it is. */
function used(): { readonly held: number; readonly resident: number } {
  for (let time = 0; time < 3; time++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  // `external` counts the memory of buffers, too.
  return { held: heapUsed + external, resident: rss }
}

// What a first query brings along is not the rows'.
await session.detailsUpTo?.(1_000)
const before = used()
const rows = await session.detailsUpTo?.(Number(count))
const after = used()
process.send?.({
  count: rows?.length ?? 0,
  held: after.held - before.held,
  resident: after.resident - before.resident
})
await session.close()
process.exit()
