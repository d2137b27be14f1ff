let allowed: boolean | undefined

/** Whether this environment lets code be made from text. Asked once. */
export function canGenerateCode(): boolean {
  if (allowed === undefined) {
    try {
      allowed = new Function('return true')() === true
    } catch {
      allowed = false
    }
  }
  return allowed
}
