/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The bytes of base64. @throws DOMException for a text that is none. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

/** Text as base64 that can stand in a URL. */
export function toBase64Url(text: string): string {
  const base64 = toBase64(new TextEncoder().encode(text))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The text of base64 from a URL. @throws DOMException for a text that is none. */
export function fromBase64Url(text: string): string {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
  return new TextDecoder().decode(fromBase64(base64))
}
