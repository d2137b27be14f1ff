/** This file, in both module systems: the published build is CommonJS, the sources are not. */
export function here(): string {
  return typeof __filename === 'string' ? __filename : import.meta.url
}
