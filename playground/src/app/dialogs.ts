// Which dialog is open: one at most.
import { signal } from '@preact/signals'

export type DialogName = 'templates' | 'share' | 'help' | 'file'

export const dialog = signal<DialogName | null>(null)

export function openDialog(name: DialogName): void {
  dialog.value = name
}

export function closeDialog(): void {
  dialog.value = null
}
