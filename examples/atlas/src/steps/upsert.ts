import { Language } from '../models/language.js'

/** What the table holds after a write. */
export interface AfterWrite {
  readonly languages: number
  readonly name: string | null
}

/**
 * Writes a language twice by upsert: the first time it is inserted, the second time it is there
 * already and gets another name. Then it is deleted, so that the atlas is as it was.
 */
export async function upsertTwice(): Promise<AfterWrite[]> {
  const states: AfterWrite[] = []
  for (const name of ['Esperanto', 'Esperanto (planned)']) {
    await Language.upsert({ code: 'epo', name }, { on: ['code'] })
    states.push(await state())
  }
  await Language.where('code', 'epo').delete()
  return [...states, await state()]
}

async function state(): Promise<AfterWrite> {
  const language = await Language.find('epo')
  return { languages: await Language.count(), name: language?.name ?? null }
}
