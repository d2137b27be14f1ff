/** A value that belongs to what is running, and to all that it calls and awaits. */
export interface AsyncContext<T> {
  getStore(): T | undefined
  run<R>(value: T, work: () => R): R
  /** Sets it for the rest of what is running. */
  enterWith(value: T): void
}

interface Builtins {
  readonly process?: {
    getBuiltinModule?(name: string): { readonly AsyncLocalStorage: new () => unknown } | undefined
  }
}

/**
 * Node.js, Bun and Deno follow a value through everything that is awaited. A page cannot: there the
 * value belongs to whatever runs until the work is done, so two transactions side by side need
 * `db.begin`, or to wait for one another.
 */
export function asyncContext<T>(): AsyncContext<T> {
  const { process } = globalThis as unknown as Builtins
  const hooks = process?.getBuiltinModule?.('node:async_hooks')
  return hooks === undefined
    ? new PageContext<T>()
    : (new hooks.AsyncLocalStorage() as AsyncContext<T>)
}

class PageContext<T> implements AsyncContext<T> {
  #entered: { readonly value: T }[] = []

  getStore(): T | undefined {
    return this.#entered.at(-1)?.value
  }

  enterWith(value: T): void {
    this.#entered = [{ value }]
  }

  run<R>(value: T, work: () => R): R {
    const entry = { value }
    this.#entered.push(entry)
    const leave = (): void => {
      this.#entered = this.#entered.filter(other => other !== entry)
    }
    try {
      const result = work()
      if (!(result instanceof Promise)) {
        leave()
        return result
      }
      result.then(leave, leave)
      return result
    } catch (error) {
      leave()
      throw error
    }
  }
}
