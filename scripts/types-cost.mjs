// `npm run types-cost [-- --record]`: counts what the types of versa-orm cost the compiler, beside
// those of Kysely, and compares that with what is recorded, or records it.
import { Failure } from './process/failure.mjs'
import { runCommand, step } from './process/step.mjs'
import { setupFor } from './setup.mjs'
import { judgeTypes } from './types-cost/judge.mjs'
import { kyselyProject } from './types-cost/kysely-project.mjs'
import {
  comparedModels,
  comparedProject,
  costsByName,
  measureKysely,
  measureTypes,
  usualProject
} from './types-cost/measure.mjs'
import { recordedKysely, recordedTypes, recordTypes } from './types-cost/recorded.mjs'
import { tablesOf } from './types-cost/table.mjs'
import { checkTime } from './types-cost/time.mjs'

const sizes = [10, 100, 500]

await runCommand(async () => {
  await setupFor(['orm'])
  const costs = await step('Costs of types', async progress => ({
    note: 'counted',
    value: measureTypes(sizes, progress)
  }))
  const kysely = await step(
    'Costs of the types of Kysely',
    async () => {
      // The same project counted by the same compiler takes as many again.
      const recorded = recordedKysely()
      if (recorded !== undefined) return { note: 'as recorded', value: recorded }
      return { note: 'counted', value: measureKysely() }
    },
    { slow: 'about a minute where it is not recorded' }
  )
  const times = await step('Check times', async progress => ({
    note: 'measured',
    value: await checkTimes(progress)
  }))
  console.log(tablesOf(costs, kysely, times))
  if (process.argv.includes('--record')) {
    recordTypes({ tools: costs.tools, costs: costsByName(costs), kysely })
  }
  const { failed, output } = judgeTypes(recordedTypes(), costs, kysely)
  if (failed > 0) throw new Failure('The costs of types are not what they should be.', output)
})

/**
 * @param {(line: string) => void} progress
 * @returns {Promise<Record<string, number>>}
 */
async function checkTimes(progress) {
  /** @type {Record<string, import('./types-cost/count.mjs').Files>} */
  const projects = {
    ...Object.fromEntries(sizes.map(models => [models, usualProject(models)])),
    versa: comparedProject(),
    kysely: kyselyProject(comparedModels)
  }
  /** @type {Record<string, number>} */
  const times = {}
  for (const [name, files] of Object.entries(projects)) {
    progress(name)
    times[name] = await checkTime(name, files)
  }
  return times
}
