import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Bank } from './soak/bank.js'
import { prepareJobs, runRound } from './soak/round.js'
import { fileScene, type Scene, serverScene } from './soak/scene.js'
import { chosenServers } from './support/chosen-servers.js'
import { Seeded } from './support/seeded.js'

/** To repeat what failed; the order in which answers come is the machine's own. */
const seed = Number(process.env['VERSA_FAULTS_SEED'] ?? 20_260)

describe.each(['sqlite' as const, ...chosenServers()])('money moved with faults on %s', kind => {
  let scene: Scene
  let bank: Bank

  beforeAll(async () => {
    scene = await (kind === 'sqlite' ? fileScene() : serverScene(kind, inject('templates')))
    bank = new Bank(scene.sure)
    await bank.found()
    await prepareJobs(scene.sure)
  })

  afterAll(() => scene.remove())

  test('is neither lost nor made', async () => {
    const seeded = new Seeded(seed)
    const db = await scene.connect({ maxConnections: 6 })
    let failures = 0
    for (let round = 0; round < 4; round += 1) {
      const options = { ms: 2_000, workers: 8, crashes: round % 2 === 1 }
      failures += (await runRound(scene, db, bank, seeded, options)).failures
    }
    expect(bank.counts.done).toBeGreaterThan(0)
    // Without any failure there were no faults.
    expect(failures + bank.counts.unknown + bank.counts['not done']).toBeGreaterThan(0)
    await db.close()
  })
})
