import type { ReactNode } from 'react'

/** Code that the build has coloured. */
export function CodeHtml({ html }: { readonly html: string }): ReactNode {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the build wrote it, and escaped the code.
  return <code dangerouslySetInnerHTML={{ __html: html }} />
}
