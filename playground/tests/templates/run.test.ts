import { copyFileSync, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AnyModel, connect } from 'versa-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildSamples } from '../../scripts/data/build'
import { templates } from '../../src/data/catalogue'
import { layOut } from './laid-out'

let samples = ''
let laidOut = ''

beforeAll(async () => {
  samples = await mkdtemp(path.join(tmpdir(), 'playground-data-'))
  await buildSamples(samples)
  laidOut = layOut('template-runs')
})

afterAll(() => rm(samples, { recursive: true }))

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('each template runs and shows something', () => {
  for (const { id, files, database } of templates) {
    test(id, async () => {
      const file = path.join(samples, `${id}.db`)
      const sample = path.join(samples, `${database}.sqlite`)
      if (existsSync(sample)) copyFileSync(sample, file)
      const shown: unknown[] = []
      await using db = await connect(`sqlite:${file}`)
      vi.stubGlobal('db', db)
      vi.stubGlobal('show', async (value: unknown) => shown.push(await settled(value)))
      for (const level of ['log', 'warn'] as const) {
        vi.spyOn(console, level).mockImplementation((...values) => shown.push(values))
      }
      const load = (name: string): Promise<Record<string, unknown>> =>
        import(pathToFileURL(path.join(laidOut, id, name)).href)

      const models = Object.values(await load('models.ts')).filter(isModel)
      await db.schema.createIfMissing(models)
      if (files.some(({ name }) => name === 'seed.ts')) await load('seed.ts')
      const { default: value } = await load('query.ts')
      const result = await settled(value)

      expect(result, 'its default export').toBeDefined()
      if (Array.isArray(result)) expect(result.length, 'rows').toBeGreaterThan(0)
      for (const part of shown) expect(part).toBeDefined()
    })
  }
})

/** What the playground does with a query that has not run. */
async function settled(value: unknown): Promise<unknown> {
  const query = typeof value === 'object' && value !== null && 'all' in value ? value.all : null
  return typeof query === 'function' ? query.call(value) : value
}

function isModel(value: unknown): value is AnyModel {
  return typeof value === 'function' && 'createMany' in value && 'where' in value
}
