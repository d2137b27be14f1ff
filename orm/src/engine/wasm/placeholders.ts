import { VersaError } from '../../errors/versa-error.js'

/** Checks that a statement has a placeholder for each value, and no other. */
export function checkPlaceholders(found: number, values: readonly unknown[]): void {
  if (found === values.length) return
  throw new VersaError(
    'INVALID_QUERY',
    `the SQL has ${found} placeholders, but ${values.length} values are bound to it`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it shows what a template looks like
    { hint: 'write values as ${…} in the sql template, and no ? or :name of your own' }
  )
}
