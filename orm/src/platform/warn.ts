interface Host {
  readonly process?: { emitWarning?: (warning: string | Error, options?: object) => void }
  readonly reportError?: (error: unknown) => void
}

/** A warning of the process; in a page, an error that nobody caught, which its console shows. */
export function emitWarning(warning: string | Error, options?: object): void {
  const { process, reportError } = globalThis as unknown as Host
  if (process?.emitWarning !== undefined) process.emitWarning(warning, options)
  else reportError?.(warning)
}
