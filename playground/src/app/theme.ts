// Light or dark: as the system says, until someone says otherwise.
import { computed, effect, signal } from '@preact/signals'
import { forget, keep, recall } from '../storage/local'

export type Theme = 'light' | 'dark'
export type ThemeChoice = Theme | 'system'

const darkSystem = matchMedia('(prefers-color-scheme: dark)')
const systemTheme = signal<Theme>(darkSystem.matches ? 'dark' : 'light')
darkSystem.addEventListener('change', event => {
  systemTheme.value = event.matches ? 'dark' : 'light'
})

/** What was chosen. */
export const themeChoice = signal<ThemeChoice>(toChoice(recall('theme')))

/** What is shown. */
export const theme = computed<Theme>(() =>
  themeChoice.value === 'system' ? systemTheme.value : themeChoice.value
)

function toChoice(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system'
}

/** Chooses, and keeps the choice unless it is that of a page around this one. */
export function chooseTheme(choice: ThemeChoice, { kept = true } = {}): void {
  themeChoice.value = choice
  if (!kept) return
  if (choice === 'system') forget('theme')
  else keep('theme', choice)
}

/** The other one than what is shown. */
export function toggleTheme(): void {
  chooseTheme(theme.peek() === 'dark' ? 'light' : 'dark')
}

effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})
