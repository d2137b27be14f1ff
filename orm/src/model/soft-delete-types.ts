/** What an instance can do whose row is marked as deleted instead of being removed. */
export interface SoftDeletes {
  /**
   * Marks the row as deleted, and the rows that `cascade` names: queries leave them out. The
   * instance is still that row.
   */
  delete(): Promise<void>
  /** Removes the row. The instance is then a new one. */
  forceDelete(): Promise<void>
  /**
   * Takes back that the row was deleted, and the rows that were marked together with it.
   *
   * @throws VersaError `UNIQUE_VIOLATION` where another row has its unique values now; then nothing
   * has changed. `NOT_FOUND` where the row is gone.
   */
  restore(): Promise<this>
  /** Whether the row is marked as deleted. */
  trashed(): boolean
}
