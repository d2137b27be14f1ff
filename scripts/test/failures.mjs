/** How cargo, Vitest and Playwright name a test that failed. */
const failing = [
  /^test (.+) \.\.\. FAILED$/gm,
  /^ FAIL {2}(.+)$/gm,
  /^ {4}(\S+:\d+:\d+ › .+?)[ ─]*$/gm
]

/**
 * The tests that failed, each once.
 *
 * @param {string} output What a runner of tests printed.
 * @returns {string[]}
 */
export function failingTests(output) {
  const names = failing.flatMap(line => [...output.matchAll(line)].map(([, name = '']) => name))
  return [...new Set(names)]
}
