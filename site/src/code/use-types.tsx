import {
  createElement,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState
} from 'react'
import { createPortal } from 'react-dom'
import { CodeHtml } from './html'
import type { LoadTypes, Shown } from './page-data'

/** Long enough not to flicker while the pointer passes over. */
const patienceMs = 90

interface Open {
  readonly shown: Shown
  readonly token: HTMLElement
}

/** What a block needs to show the types of what is in it: by pointer, by touch, by keyboard. */
export function useTypes(load: LoadTypes | undefined): {
  readonly handlers: object
  readonly popup: ReactNode
} {
  const [open, setOpen] = useState<Open | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // What is to be shown once its type is loaded.
  const wanted = useRef<HTMLElement>(null)
  const close = (): void => {
    wanted.current = null
    setOpen(null)
  }
  useTapElsewhere(open !== null, close)
  if (load === undefined) return { handlers: {}, popup: null }

  const soon = (act: () => void): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(act, patienceMs)
  }
  const show = async (token: HTMLElement): Promise<void> => {
    wanted.current = token
    const shown = (await load()).default[Number(token.dataset['t'] ?? token.dataset['e'])]
    if (shown !== undefined && token === wanted.current) setOpen({ shown, token })
  }
  const handlers = {
    onPointerOver: ({ target, pointerType }: PointerEvent) => {
      if (pointerType === 'touch') return
      const token = tokenAt(target)
      soon(() => (token === null ? close() : show(token)))
    },
    onPointerLeave: ({ pointerType }: PointerEvent) => {
      // A finger leaves with each tap.
      if (pointerType !== 'touch') soon(close)
    },
    onClick: ({ target }: PointerEvent) => {
      const token = tokenAt(target)
      if (token === null) close()
      else show(token)
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (!isWithinPopup(relatedTarget)) close()
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Escape') return close()
      const step = stepOf(event, open !== null)
      if (step === 0) return
      const tokens = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-t],[data-e]')]
      const at = open === null ? -1 : tokens.indexOf(open.token)
      const next = tokens[Math.max(0, Math.min(tokens.length - 1, at + step))]
      if (next === undefined) return
      event.preventDefault()
      next.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      show(next)
    }
  }
  const popup = open && (
    <Popup
      {...open}
      onEnter={() => clearTimeout(timer.current)}
      onLeave={handlers.onPointerLeave}
    />
  )
  return { handlers, popup }
}

/** Closes what is open when a finger taps anything else; a pointer does it by leaving. */
function useTapElsewhere(isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return
    const tapped = ({ target, pointerType }: globalThis.PointerEvent): void => {
      if (pointerType === 'touch' && !isWithinPopup(target)) close()
    }
    document.addEventListener('pointerdown', tapped)
    return () => document.removeEventListener('pointerdown', tapped)
  })
}

function isWithinPopup(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.type-popup') !== null
}

/** Enter begins at the first name; then the arrows go from name to name. */
function stepOf({ key }: KeyboardEvent, isOpen: boolean): number {
  if (key === 'Enter') return 1
  if (!isOpen) return 0
  return { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key] ?? 0
}

function tokenAt(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-t],[data-e]') : null
}

interface PopupProps extends Open {
  readonly onEnter: () => void
  readonly onLeave: (event: PointerEvent) => void
}

function Popup({ shown, token, onEnter, onLeave }: PopupProps): ReactNode {
  const place = (popup: HTMLDivElement | null): void => {
    if (popup === null) return
    const around = token.getBoundingClientRect()
    const { width, height } = popup.getBoundingClientRect()
    const below = around.bottom + 6
    const top = below + height > innerHeight - 8 ? Math.max(8, around.top - height - 6) : below
    popup.style.top = `${top}px`
    popup.style.left = `${Math.max(8, Math.min(around.left, innerWidth - width - 8))}px`
    token.classList.add('shown')
  }
  return createPortal(
    <div
      className="type-popup"
      role="status"
      // What it says can be selected and scrolled: the code may lose the focus to it.
      tabIndex={-1}
      key={shown.code}
      ref={popup => {
        place(popup)
        return () => token.classList.remove('shown')
      }}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
    >
      <pre>
        <CodeHtml html={shown.code} />
      </pre>
      {shown.docs !== '' && <Docs text={shown.docs} />}
    </div>,
    document.body
  )
}

/** Documentation comments have paragraphs and code; more is not needed in so little room. */
function Docs({ text }: { readonly text: string }): ReactNode {
  return <div className="type-docs">{text.split(/\n{2,}/).map(paragraphOf)}</div>
}

function paragraphOf(text: string): ReactNode {
  const parts = text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? createElement('code', { key: at }, part) : part))
  return createElement('p', { key: text }, ...parts)
}
