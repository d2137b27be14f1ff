import type { LoadedContent } from '@docusaurus/plugin-content-docs'
import type { LoadedPlugin } from '@docusaurus/types'

/** A page of the documentation, as the build knows it. */
export interface BuiltDoc {
  /** `docs` or `api`. */
  readonly part: 'docs' | 'api'
  readonly title: string
  readonly description: string
  /** Its address with the base path: `/docs/queries/`. */
  readonly permalink: string
  /** Its file, from the site's folder on: `docs/queries.md`. */
  readonly source: string
  readonly image: string | undefined
}

/** The pages that the plugins for documentation have loaded. */
export function builtDocs(plugins: readonly LoadedPlugin[]): BuiltDoc[] {
  return plugins.flatMap(({ name, options, content }) => {
    if (name !== 'docusaurus-plugin-content-docs') return []
    const part = options['id'] === 'api' ? 'api' : 'docs'
    // The type of a plugin's content is known by its name only.
    const { loadedVersions } = content as LoadedContent
    return loadedVersions.flatMap(({ docs }) =>
      docs.map(({ title, description, permalink, source, frontMatter }) => ({
        part,
        title,
        description,
        permalink,
        source: source.replace(/^@site\//, ''),
        image: frontMatter.image
      }))
    )
  })
}
