// The files of the templates, as text. They are written as files, so that editors know them; the
// tests check their types and run them.
import type { SourceFile } from '../../protocol'

const own = import.meta.glob<string>('./*/*.ts', { query: '?raw', import: 'default', eager: true })
const shared = import.meta.glob<string>('../*/models.ts', {
  query: '?raw',
  import: 'default',
  eager: true
})

const order = ['models.ts', 'seed.ts', 'query.ts']

/**
 * The files of a template: its own, and the models of its database where it has none.
 *
 * @param id The template's folder.
 * @param database A sample database, whose folder has the models.
 */
export function filesOf(id: string, database: string): readonly SourceFile[] {
  return order.flatMap(name => {
    const models = name === 'models.ts' ? shared[`../${database}/models.ts`] : undefined
    const text = own[`./${id}/${name}`] ?? models
    return text === undefined ? [] : [{ name, text }]
  })
}
