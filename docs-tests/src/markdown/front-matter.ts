/**
 * The simple fields (`name: value`) of a page's front matter; a value may be quoted.
 *
 * @returns An empty object where the page has none.
 */
export function readFrontMatter(text: string): Readonly<Record<string, string>> {
  const block = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(text)?.[1] ?? ''
  const fields = block.split('\n').flatMap(line => {
    const [, name, value] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) return []
    return [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as const]
  })
  return Object.fromEntries(fields)
}

/** A page without its front matter, but with as many lines. */
export function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---(?=\n|$)/, block => block.replace(/[^\n]/g, ''))
}
