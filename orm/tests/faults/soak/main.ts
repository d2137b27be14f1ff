// `npm run soak [-- --minutes N] [--database sqlite|postgres|mariadb] [--seed S]`
//
// Works with faults for a while, round by round, and looks after each whether all is as it was
// told. Ends with 1 where it is not, or where memory, descriptors or connections grow.
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from 'versa-orm'
import { makeTemplate, type ServerKind, scratchFolder } from '../support/scratch-server.js'
import { Seeded } from '../support/seeded.js'
import { readArguments, type SceneKind, type SoakOptions } from './arguments.js'
import { Bank } from './bank.js'
import { type Sample, takeSample, trends } from './flatness.js'
import { type Done, prepareJobs, runRound } from './round.js'
import { fileScene, type Scene, serverScene } from './scene.js'

/** So many rounds there are, whatever the time: enough to tell growth from chance. */
const rounds = 24
const workers = 6
/** A round that takes so much longer than it should waits for something that never comes. */
const patienceMs = 60_000

/** How long closing may take: cleaning up behind a broken connection takes up to ten seconds. */
const closeMs = 30_000

/** A scene with those who work in it. */
interface Stage {
  readonly scene: Scene
  readonly db: Database
  readonly bank: Bank
}

const templates: Record<ServerKind, string> = { postgres: '', mariadb: '' }
const templateFolder = scratchFolder()
const stages: Stage[] = []
try {
  const options = readArguments(process.argv.slice(2))
  console.log(`seed ${options.seed}, ${options.minutes} min: ${options.databases.join(', ')}`)
  for (const kind of options.databases) stages.push(await prepare(kind))
  const samples = await soak(options)
  const isFlat = report(samples)
  const left = await closeAll()
  if (left > 0) console.log(`✗ ${left} connections are open after the last database was closed`)
  process.exitCode = isFlat && left === 0 ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const { scene } of stages) await scene.remove()
  rmSync(templateFolder, { recursive: true, force: true })
}

async function prepare(kind: SceneKind): Promise<Stage> {
  if (kind !== 'sqlite') templates[kind] = await makeTemplate(kind, templateFolder)
  const scene = await (kind === 'sqlite' ? fileScene() : serverScene(kind, templates))
  const bank = new Bank(scene.sure)
  await bank.found()
  await prepareJobs(scene.sure)
  return { scene, bank, db: await scene.connect({ maxConnections: workers }) }
}

async function soak({ minutes, seed }: SoakOptions): Promise<Sample[]> {
  const seeded = new Seeded(seed)
  const start = Date.now()
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round += 1) {
    const left = start + minutes * 60_000 - Date.now()
    const ms = Math.max(left / (rounds - round), 100)
    // Every sixth round the servers die, one after the other.
    const crashes = round % 6 === 3
    const works = stages.map(({ scene, db, bank }) =>
      runRound(scene, db, bank, seeded.fork(), { ms, workers, crashes }).catch(error => {
        throw new Error(`${scene.name}, round ${round + 1}`, { cause: error })
      })
    )
    const done = await Promise.race([Promise.all(works), hangs(ms)])
    samples.push(await takeSample(start, await countConnections()))
    console.log(line(round, samples.at(-1), done))
  }
  return samples
}

async function hangs(ms: number): Promise<never> {
  await sleep(ms + patienceMs, undefined, { ref: false })
  throw new Error('a round does not end: something waits for what never comes')
}

async function countConnections(): Promise<number> {
  const counts = await Promise.all(stages.map(({ scene }) => scene.connections()))
  return counts.reduce((sum, count) => sum + count, 0)
}

function line(round: number, sample: Sample | undefined, done: readonly Done[]): string {
  const sum = (count: (one: Done) => number) => done.reduce((all, one) => all + count(one), 0)
  const { at = 0, rss = 0, heap = 0, descriptors = 0, connections = 0 } = sample ?? {}
  return [
    `${`${round + 1}`.padStart(2)}/${rounds}`,
    `${at.toFixed(0).padStart(5)} s`,
    `${sum(({ jobs }) => jobs)} jobs`.padStart(12),
    `${sum(({ failures }) => failures)} failed`.padStart(12),
    `rss ${rss.toFixed(1)} MB`.padStart(14),
    `heap ${heap.toFixed(1)} MB`,
    `${descriptors} descriptors`,
    `${connections} connections`
  ].join('  ')
}

/** Says how everything went; false where something is not flat. */
function report(samples: readonly Sample[]): boolean {
  const all = trends(samples)
  for (const { measure, middle, last, perMinute, isFlat } of all) {
    const change = `${middle.toFixed(1)} → ${last.toFixed(1)}`
    const growth = `${perMinute >= 0 ? '+' : ''}${perMinute.toFixed(2)} a minute`
    console.log(`${isFlat ? '✓' : '✗'} ${measure}: ${change} (${growth})`)
  }
  for (const { scene, bank } of stages) {
    const { done, unknown, 'not done': refused } = bank.counts
    console.log(`✓ ${scene.name}: ${done} writes done, ${refused} not, ${unknown} in doubt`)
  }
  return all.every(({ isFlat }) => isFlat)
}

/** Closes all; how many connections are there all the same. */
async function closeAll(): Promise<number> {
  for (const { db, scene } of stages) {
    const over = await Promise.race([db.close(), sleep(closeMs, 'late', { ref: false })])
    if (over === 'late') throw new Error(`${scene.name}: close waits for what never comes back`)
  }
  for (let wait = 0; wait < 100 && (await countConnections()) > 0; wait += 1) await sleep(50)
  return countConnections()
}
