/** Something to wait for until somebody opens it. */
export class Gate {
  #open = (): void => {}
  /** Fulfilled once it is open. */
  readonly opened = new Promise<void>(resolve => {
    this.#open = resolve
  })

  open(): void {
    this.#open()
  }
}
