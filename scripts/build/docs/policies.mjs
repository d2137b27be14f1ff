import { createHash } from 'node:crypto'

/**
 * What a page may do, as a header: its own policy where it has one, else what a page of the site
 * does, with the scripts that stand in it by their hashes. No page may be shown by another site.
 *
 * @param {string} html
 * @returns {string}
 */
export function policyOf(html) {
  const own = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/i.exec(html)?.[1]
  if (own !== undefined) return `${own.replaceAll('&#39;', "'")}; frame-ancestors 'self'`
  const hashes = inlineScripts(html).map(script => {
    return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  })
  return [
    "default-src 'none'",
    ["script-src 'self' blob: 'wasm-unsafe-eval'", ...[...new Set(hashes)].sort()].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self' blob: data:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'"
  ].join('; ')
}

/**
 * The scripts that stand in a page. Data (JSON-LD) is none.
 *
 * @param {string} html
 */
function inlineScripts(html) {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)].flatMap(match => {
    const [, attributes = '', text = ''] = match
    const type = /\btype="?([^"\s>]*)/i.exec(attributes)?.[1] ?? ''
    const runs = type === '' || type === 'module' || type === 'text/javascript'
    return runs && !/\bsrc=/i.test(attributes) ? [text] : []
  })
}
