import { rmSync } from 'node:fs'
import path from 'node:path'
import { prismaGenerate } from '../../../scripts/prisma/prisma-generate.js'
import { peerFolder } from './peer.js'

/** Generates Prisma's client of schema.prisma, into the folder that the schema names. */
export function generatePrisma(): void {
  const folder = peerFolder('prisma')
  rmSync(path.join(folder, 'generated'), { recursive: true, force: true })
  prismaGenerate(folder)
}
