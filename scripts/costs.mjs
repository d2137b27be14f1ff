// `npm run costs [-- --record]`: counts the instructions and allocations of the engine's hot path
// and compares them with those that are recorded, or records them.
import { compareCosts } from './costs/compare.mjs'
import { countCosts, countingTools } from './costs/count.mjs'
import { recordCosts, recordedCosts } from './costs/recorded.mjs'
import { Failure } from './process/failure.mjs'
import { runCommand, say, step } from './process/step.mjs'
import { checkRustToolchain } from './setup/rust-toolchain.mjs'

await runCommand(async () => {
  await checkRustToolchain({ lint: false })
  const tools = await countingTools()
  const counted = await step('Costs of the engine', async progress => ({
    note: 'counted',
    value: await countCosts(tools, progress)
  }))
  for (const [name, { instructions, allocations }] of Object.entries(counted.costs)) {
    say(`${name}: ${instructions} instructions, ${allocations} allocations`)
  }
  if (process.argv.includes('--record')) {
    recordCosts(counted)
    return
  }
  const recorded = recordedCosts()
  const changes = compareCosts(recorded, counted)
  if (recorded.tools === tools && changes.length > 0) {
    throw new Failure('The costs changed.', changes.join('\n'))
  }
  for (const change of changes) say(`counted by other tools than ${recorded.tools}: ${change}`)
})
