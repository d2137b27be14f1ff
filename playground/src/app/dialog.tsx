// A modal dialog by the browser's own element, which keeps the focus inside and gives it back.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { closeDialog } from './dialogs'
import { Icon } from './icon'

interface DialogProps {
  readonly title: string
  readonly children: ComponentChildren
}

/** A dialog that is open as long as it is there. */
export function Dialog({ title, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    element.current?.showModal()
  }, [])
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby="dialog-title"
      onClose={closeDialog}
      onPointerDown={event => {
        if (event.target === element.current) element.current?.close()
      }}
    >
      <div class="dialog-body">
        <div class="dialog-header">
          <h2 id="dialog-title">{title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label="Close"
            onClick={() => element.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
