import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { prismaGenerate } from '../../../../scripts/prisma/prisma-generate.js'
import { versionOf } from '../versions.js'
import type { PrismaClientClass } from './client.js'
import { type Provider, schemaOf } from './schema.js'

const cache = fileURLToPath(new URL('../../../node_modules/.cache/prisma', import.meta.url))

/** The generated client for a database; made when its schema or Prisma is another than before. */
export async function generatedClient(provider: Provider): Promise<PrismaClientClass> {
  const schema = schemaOf(provider)
  const versions = ['prisma', '@prisma/client'].map(versionOf)
  const hash = createHash('sha256')
    .update([schema, ...versions].join('\n'))
    .digest('hex')
  const file = path.join(cache, `${provider}-${hash.slice(0, 16)}.mjs`)
  if (!existsSync(file)) await generate(schema, file)
  const generated = (await import(pathToFileURL(file).href)) as {
    readonly PrismaClient: PrismaClientClass
  }
  return generated.PrismaClient
}

/** Generates in a folder of its own, as another run may do so at the same time. */
async function generate(schema: string, file: string): Promise<void> {
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(path.join(cache, 'making-'))
  try {
    await writeFile(path.join(folder, 'schema.prisma'), schema)
    prismaGenerate(folder)
    // What is generated is TypeScript, which Node.js 20 does not run.
    const outfile = path.join(folder, 'client.mjs')
    const entry = path.join(folder, 'client', 'client.ts')
    const options = { bundle: true, format: 'esm', platform: 'node', packages: 'external' } as const
    await build({ ...options, entryPoints: [entry], outfile, logLevel: 'error' })
    await rename(outfile, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
