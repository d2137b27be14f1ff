/**
 * Runs something that answers at once or later, and makes a promise of what `pick` makes of the
 * answer. Failures become rejections, with the caller in their stack.
 */
export function settle<Answer, Result>(
  run: () => Answer | Promise<Answer>,
  pick: (answer: Answer) => Result | Promise<Result>
): Promise<Result> {
  try {
    const answer = run()
    if (answer instanceof Promise) return later(answer, pick)
    return Promise.resolve(pick(answer))
  } catch (error) {
    // What is inside would fill the few frames that a stack keeps: the caller is what counts.
    if (error instanceof Error) Error.captureStackTrace(error, settle)
    return Promise.reject(error)
  }
}

async function later<Answer, Result>(
  pending: Promise<Answer>,
  pick: (answer: Answer) => Result | Promise<Result>
): Promise<Result> {
  let answer: Answer
  try {
    answer = await pending
  } catch (error) {
    throw atCallSite(error)
  }
  return pick(answer)
}

/**
 * The engine's answer comes from the event loop, so its error knows nothing of who asked. Taken
 * anew within the awaiting function, the stack goes on into the user's code.
 */
export function atCallSite(error: unknown): unknown {
  if (error instanceof Error) Error.captureStackTrace(error, atCallSite)
  return error
}

/**
 * The same where a part of the stack is known, and only who awaits that is not: a promise that was
 * made by hand is the end of an asynchronous stack.
 */
export function fromCallSite(error: unknown): unknown {
  if (!(error instanceof Error) || error.stack === undefined) return error
  const here = { stack: '' }
  Error.captureStackTrace(here, fromCallSite)
  const [, ...frames] = here.stack.split('\n')
  // One that is frozen keeps what it has.
  Reflect.set(error, 'stack', [error.stack, ...frames].join('\n'))
  return error
}
