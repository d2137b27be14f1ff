/** How cargo, Vitest and Playwright name a test that failed. */
const failing =
  /^(?:test (?<cargo>.+) \.\.\. FAILED| FAIL {2}(?<vitest>.+)| {4}(?<playwright>\S+:\d+:\d+ › .+?)[ ─]*)$/gm

/**
 * The tests that failed, each once, in the order in which the output names them.
 *
 * @param {string} output What a runner of tests printed.
 * @returns {string[]}
 */
export function failingTests(output) {
  const names = [...output.matchAll(failing)].map(({ groups = {} }) => Object.values(groups))
  return [...new Set(names.flat().filter(name => name !== undefined))]
}
