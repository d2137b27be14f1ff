import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { nextTab } from './tab-keys'
import './tabs.css'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  /** How many there are of what the tab shows; none is shown of zero. */
  readonly count?: number
  /** Set where there is something that should be seen. */
  readonly alert?: 'warning' | 'danger'
}

interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly active: Id
  readonly onActivate: (id: Id) => void
  /** What the active tab shows. */
  readonly children: ComponentChildren
}

/** Tabs and the panel of the one in front: the tabs pattern of WAI-ARIA. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, active, onActivate, children } = props
  const prefix = useId()
  const bar = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(tab => tab.id === active)
    const target = nextTab(at, event.key, tabs.length)
    const tab = target === null ? undefined : tabs[target]
    if (tab === undefined) return
    event.preventDefault()
    onActivate(tab.id)
    const buttons = bar.current?.querySelectorAll<HTMLElement>('[role=tab]')
    buttons?.[target ?? 0]?.focus()
  }
  return (
    <div class="tabs">
      <div class="tab-bar" role="tablist" aria-label={label} ref={bar} onKeyDown={onKeyDown}>
        {tabs.map(tab => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            class="tab"
            id={`${prefix}-${tab.id}`}
            aria-selected={tab.id === active}
            aria-controls={`${prefix}-panel`}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onActivate(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && (
              <span class={`tab-count tab-${tab.alert ?? 'plain'}`}>{tab.count}</span>
            )}
          </button>
        ))}
      </div>
      <div
        class="tab-panel"
        role="tabpanel"
        id={`${prefix}-panel`}
        aria-labelledby={`${prefix}-${active}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its text scrolls, so keys must reach it
        tabIndex={0}
      >
        {children}
      </div>
    </div>
  )
}
