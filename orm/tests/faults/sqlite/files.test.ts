import {
  chmodSync,
  chownSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import path from 'node:path'
import { connect, Model, t } from 'versa-orm'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/databases.js'
import { expectFailure } from '../../support/failures.js'
import { runChild, unprivileged } from '../support/child.js'
import { eventually } from '../support/eventually.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const rows = Array.from({ length: 500 }, (_, at) => ({ label: `${at}-${'x'.repeat(200)}` }))

describe('a SQLite file', () => {
  const folder = temporaryFolder()
  const place = (name: string) => path.join(folder(), name)
  const fill = async (file: string): Promise<void> => {
    await using db = await connect(`sqlite:${file}`)
    await db.schema.create([Entry])
    await Entry.using(db).createMany(rows)
  }

  test.each([
    ['text', (file: string) => writeFileSync(file, 'this is no database\n'.repeat(1_000))],
    ['a picture', (file: string) => writeFileSync(file, Buffer.alloc(8_192, '\x89PNG\r\n'))]
  ])('that is %s is refused and left as it is', async (name, write) => {
    const file = place(`${name}.db`)
    write(file)
    await expectFailure(() => connect(`sqlite:${file}`), { code: 'CORRUPT' })
    await expectFailure(() => connect(`sqlite:${file}`), { code: 'CORRUPT' })
  })

  test('that is a folder', async () => {
    mkdirSync(place('folder.db'))
    await expectFailure(() => connect(`sqlite:${place('folder.db')}`), {
      code: 'CONNECTION_FAILED'
    })
  })

  test('with damaged pages: what can be read is right, the rest is an error', async () => {
    const file = place('damaged.db')
    await fill(file)
    const handle = await openFile(file, 'r+')
    const { size } = await handle.stat()
    // All pages but the first two: the table is known, its rows are garbage.
    await handle.write(Buffer.alloc(size - 8_192, 0xa5), 0, size - 8_192, 8_192)
    await handle.close()
    await using db = await connect(`sqlite:${file}`)
    const entries = Entry.using(db)
    await expectFailure(() => entries.query().all(), { code: 'CORRUPT' })
    await expectFailure(
      async () => {
        for await (const entry of entries.query().stream()) expect(entry.label).toMatch(/^\d+-x+$/)
      },
      { code: 'CORRUPT' }
    )
    await expectFailure(() => entries.createMany(rows), { code: 'CORRUPT' })
  })

  test('that was cut short', async () => {
    const file = place('short.db')
    await fill(file)
    truncateSync(file, 4_096 * 3)
    const read = async (): Promise<unknown> => {
      await using db = await connect(`sqlite:${file}`)
      return await Entry.using(db).query().all()
    }
    await expectFailure(read, { code: 'CORRUPT' })
  })

  test.each([
    ['removed', (file: string) => rmSync(file)],
    ['replaced', (file: string) => renameSync(place('other.db'), file)]
  ])('that is %s while it is open: writes are soon refused', async (name, harm) => {
    const file = place(`${name}.db`)
    await fill(file)
    await fill(place('other.db'))
    const db = await connect(`sqlite:${file}`)
    const entries = Entry.using(db)
    await entries.create({ label: 'before' })
    harm(file)
    // What is open can still be read.
    expect(await entries.query().count()).toBe(rows.length + 1)
    const refused = await eventually(() =>
      entries.create({ label: 'written to nowhere' }).then(
        () => undefined,
        (error: unknown) => error
      )
    )
    const lost = { code: 'CONNECTION_LOST', names: /removed or replaced/ } as const
    await expectFailure(() => Promise.reject(refused), lost)
    await expectFailure(() => db.transaction(() => entries.create({ label: 'x' })), lost)
    await db.close()
    rmSync(place('other.db'), { force: true })
  })

  const account = unprivileged()
  const program = `
    import { connect, Model, t } from 'versa-orm'
    class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
    const [, url, readOnly] = process.argv
    try {
      const db = await connect(url, { readOnly: readOnly === 'true' })
      console.log(await Entry.query().count())
      await Entry.create({ label: 'x' })
      console.log('written')
    } catch (error) {
      console.log(error.code, error.hint.length > 0)
    }`

  test('in a folder that cannot be written to', async () => {
    const closed = place('closed')
    mkdirSync(closed)
    const file = path.join(closed, 'file.db')
    await fill(file)
    if (account !== undefined) {
      for (const one of [folder(), closed, file]) chownSync(one, account.uid, account.gid)
    }
    chmodSync(file, 0o444)
    chmodSync(closed, 0o555)
    const options = (readOnly: boolean) => ({
      args: [`sqlite:${file}`, `${readOnly}`],
      ...(account === undefined ? {} : { account })
    })
    const writing = await runChild(program, options(false))
    expect(writing).toMatchObject({ code: 0, stderr: '' })
    expect(writing.stdout).toMatch(/^(?:500\n)?(?:READ_ONLY|CONNECTION_FAILED) true$/)
    const missing = { ...options(false), args: [`sqlite:${path.join(closed, 'new.db')}`, 'false'] }
    expect(await runChild(program, missing)).toMatchObject({
      code: 0,
      stdout: 'CONNECTION_FAILED true',
      stderr: ''
    })
    chmodSync(closed, 0o755)
  })
})
