interface Host {
  readonly setImmediate?: (work: () => void) => void
  readonly setTimeout: (work: () => void, ms: number) => void
}

// As they are now: clocks of tests replace them.
const { setImmediate, setTimeout } = globalThis as unknown as Host

/** Lets everything else that is ready run first. Pages have no `setImmediate`. */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    if (setImmediate === undefined) setTimeout(resolve, 0)
    else setImmediate(resolve)
  })
}
