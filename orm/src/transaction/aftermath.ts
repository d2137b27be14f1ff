/** Something that is run when it is known how a transaction ended. */
export type Hook = () => unknown

/** A place in what was registered, to which a savepoint leads back. */
export interface AftermathMark {
  readonly undo: number
  readonly committed: number
  readonly rolledBack: number
}

/** What has to happen once it is known how a transaction ended. */
export class Aftermath {
  /** What instances have to forget if what they saved is taken back. */
  #undo: (() => void)[] = []
  #committed: Hook[] = []
  #rolledBack: Hook[] = []

  onUndo(undo: () => void): void {
    this.#undo.push(undo)
  }

  onCommit(hook: Hook): void {
    this.#committed.push(hook)
  }

  onRollback(hook: Hook): void {
    this.#rolledBack.push(hook)
  }

  /** Where it is now. */
  mark(): AftermathMark {
    return {
      undo: this.#undo.length,
      committed: this.#committed.length,
      rolledBack: this.#rolledBack.length
    }
  }

  /** A savepoint was released: the outer transaction decides about what it did. */
  moveTo(outer: Aftermath): void {
    outer.#undo.push(...this.#undo)
    outer.#committed.push(...this.#committed)
    outer.#rolledBack.push(...this.#rolledBack)
    this.#clear()
  }

  /** The hooks of a commit, in the order in which they were registered. */
  commit(): Hook[] {
    const hooks = this.#committed
    this.#clear()
    return hooks
  }

  /** Undoes what instances know since a mark, the last first; the hooks of a rollback. */
  rollBack(to: AftermathMark = { undo: 0, committed: 0, rolledBack: 0 }): Hook[] {
    for (const undo of this.#undo.splice(to.undo).reverse()) undo()
    this.#committed.length = to.committed
    return this.#rolledBack.splice(to.rolledBack)
  }

  #clear(): void {
    this.#undo = []
    this.#committed = []
    this.#rolledBack = []
  }
}
