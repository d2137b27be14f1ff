import { isErrorCode } from '../../errors/codes.js'
import { VersaError } from '../../errors/versa-error.js'
import { webAssembly } from './web-assembly.js'

/** An error as the engine describes it. */
export function errorOf(json: string): VersaError {
  const { code, message, ...rest } = JSON.parse(json) as Record<string, unknown>
  if (isErrorCode(code) && typeof message === 'string') return new VersaError(code, message, rest)
  return new VersaError('INTERNAL', `the engine failed without saying how: ${json}`)
}

/** Calls the module: what it throws is the text of an error. */
export function calling<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (typeof error === 'string') throw errorOf(error)
    if (error instanceof webAssembly.RuntimeError) {
      throw new VersaError('INTERNAL', `the engine panicked: ${error.message}`, {
        hint: 'this is a defect of VersaORM; please report it with the statement',
        cause: error
      })
    }
    throw error
  }
}
