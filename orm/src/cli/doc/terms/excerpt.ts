/** How long an excerpt may be, in characters. */
const excerptMax = 160

/** The first words of a section's text as plain text, without code blocks and marks. */
export function excerpt(markdown: string): string {
  const text = markdown
    .replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, ' ')
    .replace(/^\|.*$/gm, ' ')
    .replace(/^(?:#+|>|:::.*|<!--.*)\s*/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (text.length <= excerptMax) return text
  return `${text.slice(0, text.lastIndexOf(' ', excerptMax - 2))} …`
}
