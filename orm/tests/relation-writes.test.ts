import {
  belongsTo,
  belongsToMany,
  type Database,
  hasMany,
  hasOne,
  Model,
  morphMany,
  morphTo,
  morphToMany,
  t
} from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Team extends Model.table('teams', { id: t.id(), name: t.text() }) {
  static members = hasMany(() => Member, 'teamId')
  static captain = hasOne(() => Member, 'teamId').oldestOfMany()
  static skills = belongsToMany(() => Skill, {
    through: () => TeamSkill,
    foreignKey: 'teamId',
    relatedKey: 'skillId',
    pivot: ['level']
  })
  static loose = belongsToMany(() => Skill, {
    through: 'team_skills',
    foreignKey: 'team_id',
    relatedKey: 'skill_id'
  })
  static notes = morphMany(() => Note, { type: 'aboutType', id: 'aboutId', value: 'team' })
  static topics = morphToMany(() => Skill, {
    through: () => Topic,
    foreignKey: 'aboutId',
    relatedKey: 'skillId',
    type: { column: 'aboutType', value: 'team' }
  })
}

class Member extends Model.table('members', {
  id: t.id(),
  teamId: t.int().nullable().references('teams').column('team_id'),
  name: t.text()
}) {
  static team = belongsTo(() => Team, 'teamId')
}

class Skill extends Model.table('skills', { id: t.id(), word: t.text() }) {}

class TeamSkill extends Model.table(
  'team_skills',
  {
    teamId: t.int().references('teams').column('team_id'),
    skillId: t.int().references('skills').column('skill_id'),
    level: t.int().default(1)
  },
  { primaryKey: ['teamId', 'skillId'] }
) {}

class Note extends Model.table('notes', {
  id: t.id(),
  aboutType: t.text().nullable().column('about_type'),
  aboutId: t.int().nullable().column('about_id'),
  text: t.text()
}) {
  static about = morphTo(() => ({ team: Team, member: Member }), {
    type: 'aboutType',
    id: 'aboutId'
  })
}

class Topic extends Model.table(
  'topics',
  {
    skillId: t.int().column('skill_id'),
    aboutType: t.text({ length: 20 }).column('about_type'),
    aboutId: t.int().column('about_id')
  },
  { primaryKey: ['skillId', 'aboutType', 'aboutId'] }
) {}

const models = [Team, Member, Skill, TeamSkill, Note, Topic] as const

describeEachDatabase('writes through relations', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create(models)
  })

  beforeEach(async () => {
    for (const model of [...models].reverse()) await model.query().allRows().delete()
  })

  const newTeam = () => Team.create({ name: 'Reds' })
  const newSkills = async () =>
    (await Skill.createMany(words.map(word => ({ word })))).map(s => s.id)
  const words = ['run', 'jump', 'swim']

  describe('rows that belong to one', () => {
    test('create, createMany, save', async () => {
      const team = await newTeam()
      const ada = await team.related('members').create({ name: 'Ada' })
      expect(ada).toBeInstanceOf(Member)
      expect(ada.teamId).toBe(team.id)
      const more = await team.related('members').createMany([{ name: 'Ben' }, { name: 'Eve' }])
      expect(more.map(member => member.teamId)).toEqual([team.id, team.id])
      const lone = await Member.create({ name: 'Lone' })
      await team.related('members').save(lone)
      expect((await Member.findOrFail(lone.id)).teamId).toBe(team.id)
      expect(await team.related('members').count()).toBe(4)
      expect((await team.related('captain').firstOrFail()).name).toBe('Ada')
      const note = await team.related('notes').create({ text: 'new' })
      expect([note.aboutType, note.aboutId]).toEqual(['team', team.id])
    })

    test('associate and dissociate', async () => {
      const team = await newTeam()
      const member = await Member.create({ name: 'Ada' })
      await member.related('team').associate(team)
      expect((await Member.findOrFail(member.id)).teamId).toBe(team.id)
      await member.related('team').dissociate()
      expect((await Member.findOrFail(member.id)).teamId).toBeNull()
      const note = await Note.create({ text: 'about whom?' })
      await note.related('about').associate(member)
      expect(await Note.find(note.id)).toMatchObject({ aboutType: 'member', aboutId: member.id })
      await note.related('about').dissociate()
      expect(await Note.find(note.id)).toMatchObject({ aboutType: null, aboutId: null })
    })

    test('what fails leaves the instance as it was', async () => {
      const team = Team.make({ id: 900, name: 'not there' })
      const member = await Member.create({ name: 'Ada' })
      await expectFailure(() => member.related('team').associate(team), {
        code: 'FOREIGN_KEY_VIOLATION'
      })
      expect(member.teamId).toBeNull()
      const invalid = { code: 'INVALID_QUERY' } as const
      await expectFailure(() => member.related('team').associate(fromOutside({ id: 1 })), invalid)
      await expectFailure(() => member.related('team').associate(Team.make({ name: 'x' })), {
        ...invalid,
        names: /save/
      })
      await expectFailure(() => Team.make().related('members').create({ name: 'x' }), {
        ...invalid,
        names: /save/
      })
      await expectFailure(() => member.related('team').where('id', 1).associate(team), {
        ...invalid,
        names: /conditions/
      })
      const wrong = fromOutside<{ attach(id: number): Promise<void> }>(member.related('team'))
      await expectFailure(() => wrong.attach(1), { ...invalid, names: /belongsToMany/ })
    })
  })

  describe.each(['skills', 'loose'] as const)('rows that are paired: %s', name => {
    const idsOf = async (team: InstanceType<typeof Team>) =>
      await TeamSkill.where('teamId', team.id).orderBy('skillId').pluck('skillId')

    test('attach and detach', async () => {
      const team = await newTeam()
      const [run = 0, jump = 0, swim = 0] = await newSkills()
      await team.related(name).attach(run)
      await team.related(name).attach([jump, await Skill.findOrFail(swim)])
      expect(await idsOf(team)).toEqual([run, jump, swim])
      expect(await team.related(name).count()).toBe(3)
      expect(await team.related(name).detach([run, jump])).toBe(2)
      expect(await team.related(name).detach()).toBe(1)
      expect(await idsOf(team)).toEqual([])
      await team.related(name).attach([])
    })

    test('sync tells what it did, in one transaction', async () => {
      const team = await newTeam()
      const other = await newTeam()
      const [run = 0, jump = 0, swim = 0] = await newSkills()
      await other.related(name).attach([run, jump])
      await team.related(name).attach([run, jump])
      const entries = await log.during(async () => {
        expect(await team.related(name).sync([jump, swim])).toEqual({
          attached: [swim],
          detached: [run],
          updated: []
        })
      })
      expect(entries.every(({ transaction }) => transaction)).toBe(true)
      expect(await idsOf(team)).toEqual([jump, swim])
      const added = await team.related(name).sync([run], { detach: false })
      expect(added).toEqual({ attached: [run], detached: [], updated: [] })
      expect(await idsOf(other)).toEqual([run, jump])
      expect(await team.related(name).sync([])).toMatchObject({ attached: [] })
      expect(await idsOf(team)).toEqual([])
    })

    test('toggle', async () => {
      const team = await newTeam()
      const [run = 0, jump = 0] = await newSkills()
      await team.related(name).attach(run)
      expect(await team.related(name).toggle([run, jump])).toEqual({
        attached: [jump],
        detached: [run],
        updated: []
      })
      expect(await idsOf(team)).toEqual([jump])
    })

    test('create makes a row and pairs it, all or none', async () => {
      const team = await newTeam()
      const made = await team.related(name).create({ word: 'new' })
      expect(made).toBeInstanceOf(Skill)
      const more = await team.related(name).createMany([{ word: 'a' }, { word: 'b' }])
      expect(await idsOf(team)).toEqual([made, ...more].map(skill => skill.id))
    })

    test('what cannot be paired', async () => {
      const team = await newTeam()
      const invalid = { code: 'INVALID_QUERY' } as const
      for (const target of [null, undefined, [null]]) {
        await expectFailure(() => team.related(name).attach(fromOutside<number>(target)), invalid)
      }
      await expectFailure(() => team.related(name).attach(fromOutside<number>('1')), {
        code: 'INVALID_VALUE'
      })
      await expectFailure(() => team.related(name).attach(Skill.make({ word: 'x' })), {
        ...invalid,
        names: /save/
      })
      await expectFailure(() => team.related(name).attach([1, 900]), {
        code: 'FOREIGN_KEY_VIOLATION'
      })
      const [run = 0] = await newSkills()
      await team.related(name).attach(run)
      await expectFailure(() => team.related(name).attach(run), { code: 'UNIQUE_VIOLATION' })
      expect(await idsOf(team)).toEqual([run])
    })
  })

  test('data of pairs', async () => {
    const team = await newTeam()
    const [run = 0, jump = 0, swim = 0] = await newSkills()
    await team.related('skills').attach([run, jump], { level: 5 })
    expect(await team.related('skills').updateExistingPivot(run, { level: 9 })).toBe(1)
    expect(await team.related('skills').updateExistingPivot(swim, { level: 9 })).toBe(0)
    const levels = async () => {
      const loaded = await Team.where('id', team.id)
        .with({ skills: q => q.orderBy('id') })
        .sole()
      return loaded.skills.map(skill => skill.pivot.level)
    }
    expect(await levels()).toEqual([9, 5])
    expect(await team.related('skills').sync([jump, swim], { data: { level: 2 } })).toEqual({
      attached: [swim],
      detached: [run],
      updated: [jump]
    })
    expect(await levels()).toEqual([2, 2])
    const unknown = fromOutside<{ level: number }>({ nope: 1 })
    await expectFailure(() => team.related('skills').attach(run, unknown), {
      code: 'UNKNOWN_COLUMN'
    })
  })

  test('pairs of one type leave those of others alone', async () => {
    const team = await newTeam()
    const [run = 0, jump = 0] = await newSkills()
    await Topic.create({ skillId: run, aboutType: 'other', aboutId: team.id })
    await team.related('topics').attach([run, jump])
    expect(await team.related('topics').detach()).toBe(2)
    expect(await Topic.query().count()).toBe(1)
  })

  test('in a transaction without propagation', async () => {
    const team = await newTeam()
    const [run = 0] = await newSkills()
    const undone = new Error('undone')
    const written = db.transaction(
      async tx => {
        const own = await Team.using(tx).findOrFail(team.id)
        await own.related('skills').attach(run)
        await own.related('members').create({ name: 'Ada' })
        expect(await own.related('members').count()).toBe(1)
        throw undone
      },
      { propagate: false }
    )
    await expect(written).rejects.toBe(undone)
    expect(await TeamSkill.query().count()).toBe(0)
    expect(await Member.query().count()).toBe(0)
  })
})
