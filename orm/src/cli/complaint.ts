/** Something that the user can mend: shown without a stack. */
export class Complaint extends Error {
  override readonly name = 'Complaint'
  /** What can be done about it, a sentence. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** Runs a command; what the user can mend is said, and the process ends with 1. */
export async function complaining(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    process.stderr.write(`versa: ${error.message}\n`)
    if (error.hint !== undefined) process.stderr.write(`${error.hint}\n`)
    process.exitCode = 1
  }
}
