/** The longest name that is compared: names of databases end at 128 characters at most. */
const COMPARED_MAX = 128

/**
 * The candidate that a misspelt name most likely stands for; undefined where none is near.
 *
 * @example
 * closest('userID', ['id', 'userId'])  // 'userId'
 */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > COMPARED_MAX) return undefined
  const wanted = plain(name)
  let best: string | undefined
  const allowed = name.length <= 3 ? 1 : Math.max(2, Math.floor(name.length * 0.4))
  let bestDistance = allowed + 1
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** The hint for an unknown name: the nearest candidate, or all of them where they are few. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const all = [...candidates]
  const best = closest(name, all)
  if (best !== undefined) return `did you mean ${JSON.stringify(best)}?`
  if (all.length === 0) return 'there is none to choose from'
  const shown = all.slice(0, 12)
  return `there is ${shown.join(', ')}${all.length > shown.length ? ', …' : ''}`
}

/** `user_id`, `userId` and `UserID` are the same mistake. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}

/** Levenshtein's distance; `limit` where it is that or more. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit
  let previous = Array.from({ length: right.length + 1 }, (_, at) => at)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let at = 1; at <= right.length; at++) {
      const changed = left[row - 1] === right[at - 1] ? 0 : 1
      current[at] = Math.min(
        (previous[at] ?? 0) + 1,
        (current[at - 1] ?? 0) + 1,
        (previous[at - 1] ?? 0) + changed
      )
    }
    previous = current
  }
  return Math.min(previous[right.length] ?? limit, limit)
}
