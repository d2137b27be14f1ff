import { isDeepStrictEqual } from 'node:util'

/** One way to do a workload. */
export interface Contender {
  /** Its name; the first of a workload is the raw driver. */
  readonly name: string
  readonly version: string
  /** Does the work once; the result is compared with the other contenders' before measuring. */
  readonly run: (round: number) => unknown
}

export interface Workload {
  readonly name: string
  readonly contenders: readonly Contender[]
}

export interface Suite {
  readonly database: string
  readonly workloads: readonly Workload[]
  readonly close: () => Promise<void>
}

export interface Effort {
  /** How many rounds; in each, every contender is measured once. */
  readonly rounds: number
  /** How long a contender runs per round, in milliseconds. */
  readonly roundMs: number
}

export interface Result {
  readonly database: string
  readonly workload: string
  readonly contender: string
  readonly version: string
  /** Median time of one run, in microseconds; means something beside the others' only. */
  readonly median_us: number
  /** How many times as fast as the raw driver: the median of the rounds' ratios. */
  readonly ratio_raw: number
  /** The lowest and highest ratio of the middle half of the rounds. */
  readonly spread: readonly [number, number]
}

/** Measures a workload: contenders in turn within each round, so that noise hits all of them. */
export async function measure(
  database: string,
  workload: Workload,
  effort: Effort
): Promise<Result[]> {
  await checkSameData(database, workload)
  const repeats: number[] = []
  for (const contender of workload.contenders) {
    await timeOf(contender, 20)
    const once = Math.max((await timeOf(contender, 5)) / 5, 0.001)
    repeats.push(Math.max(1, Math.round(effort.roundMs / once)))
  }
  const times: number[][] = workload.contenders.map(() => [])
  for (let round = 0; round < effort.rounds; round++) {
    for (const [at, contender] of workload.contenders.entries()) {
      const count = repeats[at] ?? 1
      times[at]?.push((await timeOf(contender, count)) / count)
    }
  }
  return workload.contenders.map((contender, at) => {
    const own = times[at] ?? []
    const ratios = own.map((time, round) => (times[0]?.[round] ?? time) / time).sort(ascending)
    return {
      database,
      workload: workload.name,
      contender: contender.name,
      version: contender.version,
      median_us: quantile([...own].sort(ascending), 0.5) * 1_000,
      ratio_raw: quantile(ratios, 0.5),
      spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)]
    }
  })
}

async function checkSameData(database: string, workload: Workload): Promise<void> {
  const [raw, ...others] = workload.contenders
  const expected = await raw?.run(7)
  for (const other of others) {
    const actual = await other.run(7)
    if (!isDeepStrictEqual(plain(actual), plain(expected))) {
      throw new Error(
        `${database}, ${workload.name}: ${other.name} returns other data than ${raw?.name}`
      )
    }
  }
}

/** Rows as plain data: a raw driver of SQLite knows neither booleans nor dates. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (_, part) => (typeof part === 'boolean' ? Number(part) : part))
  return JSON.parse(text, (_, part) =>
    typeof part === 'string' ? part.replace('T', ' ').replace(/Z$/, '') : part
  )
}

async function timeOf(contender: Contender, count: number): Promise<number> {
  const start = performance.now()
  for (let at = 0; at < count; at++) {
    const result = contender.run(at)
    // Awaiting what is no promise would cost the synchronous drivers a turn they do not need.
    if (result instanceof Promise) await result
  }
  return performance.now() - start
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

function ascending(a: number, b: number): number {
  return a - b
}
