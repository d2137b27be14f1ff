import { availableParallelism } from 'node:os'
import type { Choice } from '../database-suite.js'
import { fill } from '../databases/fill.js'
import { notesOf } from '../databases/notes.js'
import { makePlace } from '../databases/place.js'
import type { DatabaseName, Peer, Target } from '../peer.js'
import type { Failure, Result } from '../result.js'
import { resultsOf } from '../results-of.js'
import { isSameData } from '../same-data.js'
import { median } from '../statistics.js'
import { samples } from './requests.js'
import { type Round, Service } from './service.js'

const workload = 'HTTP shop service'
const connections = 32

/** A service of the shop under load, a server per contender, loaded in turns. */
export async function runHttp(
  database: DatabaseName,
  peers: readonly Peer[],
  choice: Choice
): Promise<{ readonly results: Result[]; readonly failures: Failure[] }> {
  const place = await makePlace(database)
  const failures: Failure[] = []
  const fail = (contender: string, error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error)
    failures.push({ database, workload, contender, message })
  }
  let services: Service[] = []
  try {
    await fill(place.target.url, table => choice.progress(`${database}, HTTP: ${table}`))
    services = await startAll(chosenPeers(database, peers, choice), place.target, fail)
    const rounds = await measureAll(services, place.target, choice, fail)
    const measured = services.flatMap(({ peer }) => {
      const own = rounds.get(peer.name) ?? []
      return own.length === 0 ? [] : [{ peer, times: own.map(({ time }) => time) }]
    })
    const results = resultsOf(database, workload, measured).map(result => ({
      ...result,
      latency_us: latencyOf(rounds.get(result.contender) ?? [])
    }))
    return { results, failures }
  } finally {
    await Promise.all(services.map(service => service.stop()))
    await place.remove()
  }
}

/** Those to be measured: the raw drivers always. */
function chosenPeers(
  database: DatabaseName,
  peers: readonly Peer[],
  { contender }: Choice
): Peer[] {
  return peers.filter(
    ({ databases, kind, name }) =>
      databases.includes(database) &&
      (contender === undefined || kind === 'driver' || name.includes(contender))
  )
}

type Fail = (contender: string, error: unknown) => void

async function startAll(peers: readonly Peer[], target: Target, fail: Fail): Promise<Service[]> {
  const services: Service[] = []
  const waiting = [...peers]
  // Some load a lot: as many at once as there are cores.
  const starters = Array.from({ length: availableParallelism() }, async () => {
    for (let peer = waiting.shift(); peer !== undefined; peer = waiting.shift()) {
      try {
        const service = await Service.start(peer, target)
        if (service !== null) services.push(service)
      } catch (error) {
        fail(peer.name, error)
      }
    }
  })
  await Promise.all(starters)
  return services.sort((a, b) => peers.indexOf(a.peer) - peers.indexOf(b.peer))
}

async function measureAll(
  services: readonly Service[],
  target: Target,
  { effort, quick, progress }: Choice,
  fail: Fail
): Promise<Map<string, Round[]>> {
  const rounds = new Map<string, Round[]>()
  const expected = new Map<string, unknown>()
  const notes = await notesOf(target.url)
  try {
    for (const service of services) {
      try {
        await compare(service, expected)
        await service.load(quick ? 100 : 1_000, connections)
        rounds.set(service.peer.name, [])
      } catch (error) {
        fail(service.peer.name, error)
      }
    }
    for (let round = 0; round < (quick ? 3 : effort.rounds); round++) {
      for (let turn = 0; turn < services.length; turn++) {
        const service = services[(round + turn) % services.length]
        const own = service && rounds.get(service.peer.name)
        if (service === undefined || own === undefined) continue
        progress(`${target.database}, HTTP: ${service.peer.name}, round ${round + 1}`)
        try {
          own.push(await service.load(quick ? 500 : 4_000, connections))
        } catch (error) {
          rounds.delete(service.peer.name)
          fail(service.peer.name, error)
        }
        await notes.removeAdded()
      }
    }
  } finally {
    await notes.close()
  }
  return rounds
}

async function compare(service: Service, expected: Map<string, unknown>): Promise<void> {
  for (const asked of samples) {
    const answer = await service.ask(asked)
    const right = expected.get(asked.path)
    if (right === undefined) expected.set(asked.path, answer)
    else if (!isSameData(answer, right)) throw new Error(`answers ${asked.path} otherwise`)
  }
}

function latencyOf(rounds: readonly Round[]) {
  const of = (part: 'p50' | 'p95' | 'p99') =>
    median(rounds.map(({ latency }) => latency[part])) * 1_000
  return { p50: of('p50'), p95: of('p95'), p99: of('p99') }
}
