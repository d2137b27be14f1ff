import type { ModelPlace } from './messages.js'
import type { EditorFiles, ProjectState } from './project-state.js'
import { sourceFiles } from './source-files.js'

/** The files of a project as it is now. */
export function editorFiles({ settings, places, write }: ProjectState): EditorFiles {
  return {
    files: settings === null ? [] : sourceFiles(settings.root, settings.files),
    query: firstQuery(places),
    database: settings?.database ?? null,
    write
  }
}

function firstQuery(places: readonly ModelPlace[]): string {
  const [first] = places
  if (first === undefined) return 'export default db.sql`select 1 as one`.rows()\n'
  const files = [...new Set(places.map(({ file }) => file))]
  const imports = files.map(file => {
    const names = places.filter(place => place.file === file).map(({ model }) => model)
    return `import { ${names.sort().join(', ')} } from './${file.replace(/\.[cm]?[jt]s$/, '')}'`
  })
  return `${imports.join('\n')}\n\nexport default ${first.model}.query().limit(20)\n`
}
