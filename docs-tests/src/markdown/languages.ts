/** Languages whose blocks are checked. */
export const checkedLanguages = ['ts', 'sql', 'sh', 'json', 'text'] as const

/** Languages whose blocks are only shown. */
export const shownLanguages = [
  'css',
  'diff',
  'html',
  'ini',
  'md',
  'mdx',
  'mermaid',
  'prisma',
  'rust',
  'toml',
  'yaml'
] as const

/** What a block can be written in. */
export type Language = (typeof checkedLanguages)[number] | (typeof shownLanguages)[number]

const aliases: Readonly<Record<string, Language>> = { typescript: 'ts', bash: 'sh', yml: 'yaml' }

/** The names of all languages. */
export const languageNames: readonly Language[] = [...checkedLanguages, ...shownLanguages]

/** The one name of a language; undefined where it is none that pages use. */
export function canonicalLanguage(name: string): Language | undefined {
  return languageNames.find(known => known === name) ?? aliases[name]
}
