import { createHash } from 'node:crypto'

const style = `
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 38rem; margin: 15vh auto; padding: 0 1rem }
h1 { font-size: 1.4rem } code { font-family: ui-monospace, monospace }`

const styleHash = createHash('sha256').update(style).digest('base64')

/** What a page of the server's own may do: be looked at. */
export const plainPolicy =
  `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; ` +
  "frame-ancestors 'none'; form-action 'none'"

/** A page of the server's own: why there is no other. Paragraphs are HTML. */
export function plainPage(title: string, ...paragraphs: readonly string[]): string {
  const head = `<meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style>`
  const body = paragraphs.map(text => `<p>${text}</p>`).join('\n')
  const top = `<!doctype html>\n<html lang="en">${head}`
  return `${top}\n<h1>${escapeHtml(title)}</h1>\n${body}\n</html>\n`
}

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
