import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * Generates Prisma's client of a folder's `schema.prisma`, to where the schema says; nothing is
 * downloaded.
 *
 * @throws {Error} What Prisma says is wrong with the schema.
 */
export function prismaGenerate(folder: string): void {
  const manifest = createRequire(import.meta.url).resolve('prisma/package.json')
  const cli = path.join(path.dirname(manifest), 'build', 'index.js')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'generate', '--schema', 'schema.prisma', '--no-hints'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        // It would be downloaded, and it is for migrations: any program that exists will do.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1'
      }
    }
  )
  if (status !== 0) throw new Error(`prisma generate failed:\n${stdout}${stderr}`)
}
