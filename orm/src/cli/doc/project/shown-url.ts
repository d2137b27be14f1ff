/** A database's URL as it may be shown: without user, password and options. */
export function shownUrl(url: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'a database'
  if (/^sq/.test(scheme)) return url.replace(/[?#].*$/, '')
  try {
    const { hostname, port, pathname } = new URL(url)
    return `${scheme}://${hostname}${port === '' ? '' : `:${port}`}${pathname}`
  } catch {
    return `${scheme}://…`
  }
}

/** A text without the URLs of databases and the passwords in them, whatever brought them there. */
export function withoutSecrets(text: string, urls: Iterable<string>): string {
  let left = text
  for (const url of urls) {
    left = left.replaceAll(url, shownUrl(url))
    const credentials = /^[a-z][a-z0-9+.-]*:\/\/([^/@]*:[^@]+)@/i.exec(url)?.[1]
    if (credentials !== undefined) left = left.replaceAll(`${credentials}@`, '…@')
  }
  return left
}
