import type { LogEntry } from 'versa-orm'

/** Keeps what the log hook of `connect` is told. */
export class StatementLog {
  readonly entries: LogEntry[] = []

  /** Give this to `connect` as `log`. */
  readonly record = (entry: LogEntry): void => {
    this.entries.push(entry)
  }

  /** The entries that an action brings. */
  async during(action: () => unknown): Promise<LogEntry[]> {
    const before = this.entries.length
    await action()
    return this.entries.slice(before)
  }

  /** The SQL that an action runs. */
  async sqlOf(action: () => unknown): Promise<string[]> {
    return (await this.during(action)).map(entry => entry.sql)
  }
}
