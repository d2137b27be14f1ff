import { existsSync, type FSWatcher, watch } from 'node:fs'
import path from 'node:path'
import type { ProjectSettings } from './messages.js'
import { sourceFiles } from './source-files.js'

/** Editors write a file in several steps. */
const pauseMs = 120

/** Folders in which models may appear that are not there yet. */
const possible = ['', 'src', 'src/models', 'models', 'src/db', 'app', 'db', 'lib', 'server']

/** Watches the folders of what models are made of. */
export class ProjectWatcher {
  readonly #changed: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Watches what these settings name, and nothing else any more. */
  watch(settings: ProjectSettings | null, folder: string): void {
    const root = settings?.root ?? folder
    const names = settings === null ? [] : sourceFiles(root, settings.files).map(({ name }) => name)
    const wanted = new Set(
      [...possible, ...names.map(name => path.dirname(name))].map(name => path.join(root, name))
    )
    for (const [name, watcher] of this.#watchers) {
      if (wanted.has(name)) continue
      watcher.close()
      this.#watchers.delete(name)
    }
    for (const name of wanted) this.#add(name)
  }

  #add(folder: string): void {
    if (this.#watchers.has(folder) || !existsSync(folder)) return
    try {
      const watcher = watch(folder, { persistent: false }, (_, file) => this.#notice(file))
      // A folder that is removed is not watched any longer.
      watcher.on('error', () => {
        watcher.close()
        this.#watchers.delete(folder)
      })
      this.#watchers.set(folder, watcher)
    } catch {
      // The system watches no more folders: the page is loaded again by hand.
    }
  }

  #notice(file: string | null): void {
    // A name without an extension may be a folder in which models appear.
    const counts = file === null || /\.[cm]?[jt]s$|\.json$|^\.env$|^[^.]+$/.test(file)
    if (!counts) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#changed, pauseMs)
  }

  /** Watches nothing any more. */
  close(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }
}
