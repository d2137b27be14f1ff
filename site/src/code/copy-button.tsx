import { translate } from '@docusaurus/Translate'
import { type ReactNode, useState } from 'react'

/** Copies a text, and says that it did. */
export function CopyButton({ text }: { readonly text: () => string }): ReactNode {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text())
      setState('copied')
    } catch {
      setState('refused')
    }
    setTimeout(() => setState('idle'), 2000)
  }
  const label = {
    idle: translate({ id: 'code.copy', message: 'Copy' }),
    copied: translate({ id: 'code.copied', message: 'Copied' }),
    refused: translate({ id: 'code.refused', message: 'Not allowed' })
  }[state]
  return (
    <button type="button" className="code-button code-copy" onClick={copy} aria-live="polite">
      {label}
    </button>
  )
}
