// What comments of the documentation assert, `//=> value` and `//! CODE`: a run shows the values,
// and goes on behind an error that was announced.

/** The global by which instrumented code reaches this; no name of the user's is like it. */
export const assertedName = '$asserted'

export class Asserted {
  readonly #tell: (value: unknown, title: string) => void

  constructor(tell: (value: unknown, title: string) => void) {
    this.#tell = tell
  }

  /** Shows a value and hands it on. */
  value<T>(value: T, title: string): T {
    this.#tell(value, title)
    return value
  }

  /**
   * Runs a statement that fails as it says.
   *
   * @throws {Error} Where it does not, or fails otherwise.
   */
  async throws(code: string, title: string, statement: () => Promise<void>): Promise<void> {
    try {
      await statement()
    } catch (error) {
      const { code: actual, message } = Object(error) as { code?: unknown; message?: unknown }
      if (actual !== code) throw error
      this.#tell({ error: code, message: String(message) }, title)
      return
    }
    throw new Error(`${title}: no error ${code} was thrown, though a comment says so.`)
  }
}
