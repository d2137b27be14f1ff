import { useEffect, useState } from 'preact/hooks'
import './copy-button.css'

interface CopyButtonProps {
  /** What the button says. */
  readonly label: string
  /** What is copied; asked for when the button is pressed. */
  readonly text: () => string
}

/** Copies a text, and says whether it worked. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), 1_600)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setOutcome('copied')
    } catch {
      setOutcome('refused')
    }
  }
  return (
    <button type="button" class="panel-button" onClick={copy}>
      {label}
      <span class="copy-outcome" role="status">
        {outcome === 'copied' && '✓ Copied'}
        {outcome === 'refused' && 'The browser refused'}
      </span>
    </button>
  )
}
