import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { escapeHtml } from './server/plain-page.js'

/** How long a browser may take to read the file that leads it to the address. */
const readWithinMs = 30_000

/** What the browser is opened at. */
export interface BrowserTarget {
  /** The address with the token. */
  readonly address: string
  /** An address whose code opens once, and to this user only; where the system can tell users. */
  readonly entrance: string
}

/** Why no browser is opened; undefined where one can be. */
export function whyNoBrowser(environment: NodeJS.ProcessEnv): string | undefined {
  const { SSH_CONNECTION, SSH_TTY, CI, DISPLAY, WAYLAND_DISPLAY } = environment
  if (SSH_CONNECTION || SSH_TTY) return 'over SSH'
  if (CI) return 'in CI'
  const screen = DISPLAY || WAYLAND_DISPLAY || process.platform !== 'linux'
  return screen ? undefined : 'without a display'
}

/**
 * Opens the browser. Programs' arguments can be read by everyone on the machine, so the token is in
 * none of them: Linux gets an address that only this user can come in by, other systems a file that
 * only this user can read and that leads to the address.
 *
 * @returns Whether a browser was found.
 */
export async function openBrowser({ address, entrance }: BrowserTarget): Promise<boolean> {
  if (process.platform === 'linux') return started(entrance)
  const folder = await mkdtemp(path.join(tmpdir(), 'versa-doc-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const file = path.join(folder, 'open.html')
  await writeFile(file, leadingTo(address), { mode: 0o600 })
  setTimeout(remove, readWithinMs).unref()
  return started(pathToFileURL(file).href)
}

/** Whether something opens an address, as far as can be told soon. */
async function started(address: string): Promise<boolean> {
  try {
    const { default: open } = await import('open')
    const opener = await open(address)
    opener.unref()
    return await new Promise<boolean>(resolve => {
      opener.once('error', () => resolve(false))
      opener.once('exit', code => resolve(code === 0 || code === null))
      // A browser that stays in front is one that was found.
      setTimeout(() => resolve(true), 1500).unref()
    })
  } catch {
    return false
  }
}

function leadingTo(address: string): string {
  const shown = escapeHtml(address)
  return `<!doctype html><meta charset="utf-8"><title>VersaORM</title>
<meta http-equiv="refresh" content="0; url=${shown}"><a href="${shown}">Open the documentation</a>
`
}
