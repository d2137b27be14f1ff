// localStorage where it is to be had: a browser may block it, and it may be full.

/** What was kept under a name; null where nothing is, or where nothing can be read. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`versa-playground:${name}`)
  } catch {
    return null
  }
}

/** Keeps a text. False where the browser does not let us. */
export function keep(name: string, text: string): boolean {
  try {
    localStorage.setItem(`versa-playground:${name}`, text)
    return true
  } catch {
    return false
  }
}

/** Forgets what was kept under a name. */
export function forget(name: string): void {
  try {
    localStorage.removeItem(`versa-playground:${name}`)
  } catch {
    // Nothing was kept, then.
  }
}
