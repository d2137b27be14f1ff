interface Host {
  readonly process?: { nextTick?: (work: () => void) => void }
}

/** Does something behind the promises that are settled now. */
export function afterMicrotasks(work: () => void): void {
  const { process } = globalThis as unknown as Host
  if (process?.nextTick === undefined) queueMicrotask(work)
  else process.nextTick(work)
}
