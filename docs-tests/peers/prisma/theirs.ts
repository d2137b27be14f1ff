// What the examples of Prisma find beside them.
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/prisma/client.js'

const adapter = new PrismaPg({ connectionString: process.env['DATABASE_URL'] })

export const prisma = new PrismaClient({ adapter })

/** What the tests close. */
export const db = { close: () => prisma.$disconnect() }
