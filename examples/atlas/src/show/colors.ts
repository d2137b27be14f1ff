import picocolors from 'picocolors'

/**
 * Colours, where standard output is a terminal that has them and `NO_COLOR` is not set.
 * FORCE_COLOR asks for them elsewhere. A pipe gets none, in CI too.
 */
export const colors = picocolors.createColors(
  picocolors.isColorSupported &&
    (process.stdout.isTTY || (process.env['FORCE_COLOR'] ?? '0') !== '0')
)

/** How many columns a line has; a pipe has none, and some terminals say 0. */
export const lineWidth = process.stdout.columns || 120
