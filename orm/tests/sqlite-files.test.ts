import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { connect, Model, t } from 'versa-orm'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Note extends Model.table('notes', { id: t.id(), text: t.text() }) {}

describe('a file of SQLite', () => {
  const folder = temporaryFolder()

  test.each([
    'with spaces.db',
    '100%25 & #1.db',
    'it\'s "quoted" [x] `y`.db',
    'naïve ☃ 雪.db',
    'a:b;c=d,e+f.db',
    'back\\slash.db',
    '-dash.db'
  ])('has the name %j, as it is written', async name => {
    const place = path.join(folder(), `odd-${Math.random()}`)
    await mkdir(place)
    const url = `sqlite:${path.join(place, name)}`
    {
      await using db = await connect(url)
      await db.schema.create([Note])
      await Note.using(db).create({ text: 'kept' })
      const streamed: string[] = []
      for await (const note of Note.using(db).query().stream()) streamed.push(note.text)
      expect(streamed).toEqual(['kept'])
    }
    expect(await readdir(place)).toEqual([name])
    await using again = await connect(url, { readOnly: true })
    expect((await Note.using(again).firstOrFail()).text).toBe('kept')
  })

  test('takes no parameters in its URL', async () => {
    await expectFailure(() => connect(`sqlite:${folder()}/app.db?mode=ro`), {
      code: 'INVALID_CONFIGURATION',
      names: /options/
    })
    expect(await readdir(folder())).not.toContain('app.db')
  })

  test('keeps a log beside it, and writes it as it says', async () => {
    await using db = await connect(`sqlite:${path.join(folder(), 'defaults.db')}`)
    const row = await db.sql`select (select journal_mode from pragma_journal_mode) as journal,
      (select synchronous from pragma_synchronous) as synchronous,
      (select foreign_keys from pragma_foreign_keys) as foreign_keys`.first()
    expect(row).toEqual({ journal: 'wal', synchronous: 1, foreign_keys: 1 })
  })

  test('can be read only, by each way of writing', async () => {
    const file = path.join(folder(), 'read-only.db')
    {
      await using db = await connect(`sqlite:${file}`)
      await db.schema.create([Note])
      await Note.using(db).create({ text: 'old' })
    }
    const before = await stat(file)
    await using db = await connect(`sqlite:${file}`, { readOnly: true })
    const refused = { code: 'READ_ONLY' } as const
    await expectFailure(() => Note.using(db).create({ text: 'new' }), refused)
    await expectFailure(() => Note.using(db).where('id', 1).update({ text: 'new' }), refused)
    await expectFailure(() => db.sql`delete from notes`.execute(), refused)
    await expectFailure(() => db.schema.drop([Note]), refused)
    expect(await Note.using(db).query().count()).toBe(1)
    const streamed: string[] = []
    for await (const note of Note.using(db).query().stream()) streamed.push(note.text)
    expect(streamed).toEqual(['old'])
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs)
    await chmod(file, 0o444)
    await using protectedFile = await connect(`sqlite:${file}`, { readOnly: true })
    expect(await Note.using(protectedFile).query().count()).toBe(1)
  })
})
