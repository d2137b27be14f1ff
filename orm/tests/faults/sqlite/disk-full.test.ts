import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { connect, type Database, Model, t } from 'versa-orm'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/databases.js'
import { expectFailure } from '../../support/failures.js'
import { runChild } from '../support/child.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const label = 'x'.repeat(1_000)

/**
 * Writes rows until the disk is full, alone, in bulk and in a transaction; then makes room and
 * writes on. Says how often which code came, and how many rows were acknowledged.
 */
const filler = `
  import { connect, Model, t } from 'versa-orm'
  class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
  const db = await connect(process.argv.at(-1))
  const label = 'x'.repeat(1_000)
  const codes = new Set()
  let acknowledged = 0
  const attempt = async (count, work) => {
    try {
      await work()
      acknowledged += count
      return true
    } catch (error) {
      codes.add(error.code)
      return false
    }
  }
  await db.schema.createIfMissing([Entry])
  const before = await Entry.query().count()
  while (await attempt(20, () => Entry.createMany(Array(20).fill({ label })))) {}
  for (let n = 0; n < 5; n += 1) {
    await attempt(1, () => Entry.create({ label: label.repeat(50) }))
    await attempt(2, () => db.transaction(async () => {
      await Entry.create({ label: label.repeat(50) })
      await Entry.create({ label: label.repeat(50) })
    }))
  }
  const stored = await Entry.query().count() - before
  console.log(JSON.stringify({ codes: [...codes], acknowledged, stored }))
  await db.close()`

describe('a full disk', () => {
  const folder = temporaryFolder()

  async function open(file: string): Promise<Database> {
    const db = await connect(`sqlite:${path.join(folder(), file)}`)
    await db.schema.createIfMissing([Entry])
    return db
  }

  test('as a limit of pages: refused, nothing half, and on when there is room', async () => {
    await using db = await open('pages.db')
    const entries = Entry.using(db)
    await db.sql`pragma max_page_count = 100`.rows()
    let acknowledged = 0
    const fill = async (): Promise<void> => {
      for (;;) {
        await entries.createMany(Array.from({ length: 20 }, () => ({ label })))
        acknowledged += 20
      }
    }
    await expectFailure(fill, { code: 'RESOURCE_EXHAUSTED', names: /full/ })
    expect(await entries.query().count()).toBe(acknowledged)
    await expectFailure(
      () =>
        db.transaction(async () => {
          await entries.create({ label: 'undone' })
          await entries.createMany(Array.from({ length: 500 }, () => ({ label })))
        }),
      { code: 'RESOURCE_EXHAUSTED' }
    )
    expect(await entries.query().count()).toBe(acknowledged)
    await db.sql`pragma max_page_count = 100000`.rows()
    await entries.create({ label: 'on' })
    expect(await entries.query().count()).toBe(acknowledged + 1)
  })

  test('as a limit of the length of files', async () => {
    const file = path.join(folder(), 'limit.db')
    // 512-byte blocks in POSIX, 1,024 in bash.
    const within = ['bash', '-c', 'ulimit -f 512; exec "$@"', 'limit']
    const { code, stdout, stderr } = await runChild(filler, { args: [`sqlite:${file}`], within })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { codes, acknowledged, stored } = JSON.parse(stdout)
    // The system says that the file is too long, not that the disk is full.
    expect(codes).toEqual(['DATABASE_ERROR'])
    expect(acknowledged).toBeGreaterThan(0)
    expect(stored).toBe(acknowledged)
    await using db = await connect(`sqlite:${file}`)
    expect(await Entry.using(db).query().count()).toBe(acknowledged)
    expect(await db.sql`pragma integrity_check`.rows()).toEqual([{ integrity_check: 'ok' }])
    await Entry.using(db).create({ label: 'on' })
    expect(await Entry.using(db).query().count()).toBe(acknowledged + 1)
  })

  test('as a file system without room', async () => {
    const disk = path.join(folder(), 'disk')
    mkdirSync(disk)
    const file = path.join(disk, 'full.db')
    // In a space of names of its own, so that it is gone with the process, whatever happens.
    const mounted = [
      `mount -t tmpfs -o size=1m t ${disk}`,
      '"$@"',
      `mount -o remount,size=2m ${disk}`,
      '"$@"'
    ].join(' && ')
    const spaces = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user']
    const within = ['unshare', ...spaces, 'bash', '-c', mounted, 'mount']
    if (!canMount(disk)) {
      // Where the system lets nobody mount, the limits above are the full disk.
      expect(statSync(path.join(folder(), 'limit.db')).size).toBeGreaterThan(0)
      return
    }
    const program = filler.replace('process.argv.at(-1)', 'process.argv[1]')
    const { code, stdout, stderr } = await runChild(program, { args: [`sqlite:${file}`], within })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const outcomes = stdout.split('\n').map(line => JSON.parse(line))
    expect(outcomes).toHaveLength(2)
    for (const { codes, acknowledged, stored } of outcomes) {
      expect(codes).toEqual(['RESOURCE_EXHAUSTED'])
      expect(acknowledged).toBeGreaterThan(0)
      expect(stored).toBe(acknowledged)
    }
  })
})

function canMount(folder: string): boolean {
  const spaces = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user']
  try {
    execFileSync('unshare', [...spaces, 'mount', '-t', 'tmpfs', 'tmpfs', folder], {
      stdio: 'ignore'
    })
    return true
  } catch {
    return false
  }
}
