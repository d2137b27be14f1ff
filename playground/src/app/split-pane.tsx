// Two panes with a bar between them that is moved by pointer and by arrow keys.
import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { keep, recall } from '../storage/local'

const least = 20
const most = 80
const step = 2

/** How much of the width the first pane has, in percent. */
const share = signal(clamp(Number(recall('split') ?? 50)))

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : 50
}

interface SplitPaneProps {
  readonly first: ComponentChildren
  readonly second: ComponentChildren
}

export function SplitPane({ first, second }: SplitPaneProps) {
  const root = useRef<HTMLElement>(null)
  const move = (event: PointerEvent): void => {
    const box = root.current?.getBoundingClientRect()
    const bar = event.currentTarget as HTMLElement
    if (box === undefined || !bar.hasPointerCapture(event.pointerId)) return
    share.value = clamp(((event.clientX - box.left) / box.width) * 100)
  }
  return (
    <main ref={root} class="split" style={{ '--share': `${share.value}%` }}>
      {first}
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved, this bar can. */}
      <div
        class="split-bar"
        role="separator"
        tabIndex={0}
        aria-label="Width of the editor"
        aria-orientation="vertical"
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={Math.round(share.value)}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={move}
        onPointerUp={() => keep('split', String(share.peek()))}
        onDblClick={() => resize(50)}
        onKeyDown={resizeByKey}
      />
      {second}
    </main>
  )
}

function resize(value: number): void {
  share.value = clamp(value)
  keep('split', String(share.peek()))
}

function resizeByKey(event: KeyboardEvent): void {
  const target: Record<string, number> = {
    ArrowLeft: share.peek() - step,
    ArrowRight: share.peek() + step,
    Home: least,
    End: most
  }
  const next = target[event.key]
  if (next === undefined) return
  event.preventDefault()
  resize(next)
}
