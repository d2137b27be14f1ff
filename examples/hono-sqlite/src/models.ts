import { belongsTo, hasMany, Model, sql, t } from 'versa-orm'

/** The checks are named after what a person filled in wrong. */
export class Recipe extends Model.table(
  'recipes',
  {
    id: t.id(),
    title: t.varchar(120).unique().check(sql`length(trim(title)) > 0`, { name: 'title' }),
    minutes: t.int().check(sql`minutes between 1 and 1440`, { name: 'minutes' }),
    method: t.text().default('')
  },
  { fillable: ['title', 'minutes', 'method'], version: true, timestamps: true }
) {
  static ingredients = hasMany(() => Ingredient, 'recipeId')
}

export class Ingredient extends Model.table('ingredients', {
  id: t.id(),
  recipeId: t.int().references('recipes', { onDelete: 'cascade' }).column('recipe_id').index(),
  position: t.int(),
  text: t.varchar(200)
}) {
  static recipe = belongsTo(() => Recipe, 'recipeId')
}

export const models = [Recipe, Ingredient]
