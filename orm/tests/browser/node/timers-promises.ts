// Stands for node:timers/promises in a page.
export function setTimeout(ms: number): Promise<void> {
  return new Promise(resolve => {
    globalThis.setTimeout(resolve, ms)
  })
}
