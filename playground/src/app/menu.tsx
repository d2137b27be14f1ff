// A button with a menu: arrows move, Escape closes, letters are not needed for so few items.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon } from './icon'

export interface MenuItem {
  readonly label: string
  readonly hint?: string
  /** Set for an item that is on or off, or one of several. */
  readonly checked?: boolean
  /** A line above it. */
  readonly separated?: boolean
  act(): void
}

interface MenuProps {
  /** What the button is called. */
  readonly label: string
  readonly children: ComponentChildren
  readonly items: readonly MenuItem[]
  readonly class?: string
}

export function Menu({ label, children, items, class: className = 'button' }: MenuProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  useOutside(root, open, () => setOpen(false))
  useEffect(() => {
    if (open) itemsIn(root.current)[0]?.focus()
  }, [open])
  return (
    <div class="menu" ref={root}>
      <button
        type="button"
        ref={button}
        class={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
        onKeyDown={event => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {children}
      </button>
      {open && (
        <div
          id={id}
          class="menu-list"
          role="menu"
          aria-label={label}
          onKeyDown={event => moveInMenu(event, root.current, close)}
        >
          {items.map(item => (
            <Entry key={item.label} item={item} close={close} />
          ))}
        </div>
      )}
    </div>
  )
}

function Entry({ item, close }: { readonly item: MenuItem; readonly close: () => void }) {
  return (
    <>
      {item.separated && <hr class="menu-separator" />}
      <button
        type="button"
        class="menu-item"
        {...(item.checked === undefined
          ? { role: 'menuitem' as const }
          : { role: 'menuitemradio' as const, 'aria-checked': item.checked })}
        tabIndex={-1}
        onClick={() => {
          close()
          item.act()
        }}
      >
        <span class="menu-check">{item.checked && <Icon name="check" />}</span>
        <span class="menu-label">{item.label}</span>
        {item.hint !== undefined && <kbd class="menu-hint">{item.hint}</kbd>}
      </button>
    </>
  )
}

function itemsIn(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('.menu-item') ?? [])]
}

function moveInMenu(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const items = itemsIn(root)
  const at = items.indexOf(document.activeElement as HTMLElement)
  const target: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1
  }
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.stopPropagation()
    if (event.key === 'Escape') event.preventDefault()
    close()
    return
  }
  const next = target[event.key]
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}

function useOutside(
  root: { readonly current: HTMLElement | null },
  open: boolean,
  close: () => void
): void {
  useEffect(() => {
    if (!open) return
    const listen = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) close()
    }
    document.addEventListener('pointerdown', listen)
    return () => document.removeEventListener('pointerdown', listen)
  }, [open])
}
