import { type Database, type Instance, VersaError } from 'versa-orm'
import { Ingredient, Recipe } from './models.js'

/** What a form has, as it was typed. */
export interface Typed {
  readonly title: string
  readonly minutes: string
  readonly method: string
  /** One per line. */
  readonly ingredients: string
  /** Of the recipe that was shown; empty for a new one. */
  readonly version: string
}

/** A page of the recipes in which a text occurs, in their titles or ingredients. */
export function found(text: string, page: number) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return Recipe.query()
    .when(text.trim(), q =>
      q.where(either =>
        either
          .where('title', 'ilike', pattern)
          .orWhereHas('ingredients', each => each.where('text', 'ilike', pattern))
      )
    )
    .withCount('ingredients')
    .orderBy('title')
    .paginate({ page, perPage: 20 })
}

/** A recipe with what it is made of. */
export function recipe(id: number) {
  return Recipe.with({ ingredients: q => q.orderBy('position') }).findOrFail(id)
}

/** Saves a recipe and its ingredients: both or neither. */
export function save(db: Database, saved: Instance<typeof Recipe>, typed: Typed) {
  return db.transaction(async () => {
    if (saved.id !== undefined && String(saved.version) !== typed.version) {
      throw new VersaError('STALE', 'the recipe was changed since it was shown')
    }
    const { title, minutes, method } = typed
    // What is no number becomes one that the column's check refuses.
    const time = /^\d{1,9}$/.test(minutes) ? Number(minutes) : 0
    await saved.fill({ title, minutes: time, method }).save()
    await saved.related('ingredients').delete()
    const lines = typed.ingredients.split(/\r?\n/).map(line => line.trim())
    await Ingredient.createMany(
      lines.filter(Boolean).map((text, position) => ({ recipeId: saved.id, position, text }))
    )
    return saved
  })
}

const complaints: Readonly<Record<string, string>> = {
  title: 'A title has 1 to 120 characters.',
  minutes: 'Minutes are a whole number from 1 to 1,440.',
  text: 'An ingredient has 200 characters at most.'
}

/** What is wrong with what was typed; null where that is not the reason. */
export function complaint(error: unknown): string | null {
  if (!(error instanceof VersaError)) return null
  if (error.code === 'UNIQUE_VIOLATION') return 'There is a recipe of this title already.'
  if (error.code === 'STALE') return 'Somebody changed this recipe meanwhile: open it again.'
  if (error.code !== 'CHECK_VIOLATION' && error.code !== 'INVALID_VALUE') return null
  return complaints[error.constraint ?? error.column ?? ''] ?? null
}
