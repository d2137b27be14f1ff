// Monaco's colours, from those of the page.
import type { Theme } from '../app/theme'
import { monaco } from './monaco'

interface Palette {
  readonly base: 'vs' | 'vs-dark'
  readonly colours: Readonly<Record<string, string>>
  readonly keyword: string
  readonly string: string
  readonly number: string
  readonly comment: string
  readonly type: string
}

const palettes: Record<Theme, Palette> = {
  light: {
    base: 'vs',
    keyword: '8a2be2',
    string: '0b6b3a',
    number: 'a0480a',
    comment: '5e6876',
    type: '0b5c8a',
    colours: {
      'editor.background': '#ffffff',
      'editor.foreground': '#171b21',
      'editorLineNumber.foreground': '#6d7683',
      'editorLineNumber.activeForeground': '#171b21',
      'editor.lineHighlightBackground': '#f6f7f9',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#cdeae5',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#d9dde3',
      'editorSuggestWidget.selectedBackground': '#dff3ef',
      'editorSuggestWidget.selectedForeground': '#171b21',
      'editorSuggestWidget.highlightForeground': '#0b6b62',
      'editorSuggestWidget.focusHighlightForeground': '#0b6b62',
      'list.focusBackground': '#dff3ef',
      'list.focusForeground': '#171b21',
      focusBorder: '#0b6b62'
    }
  },
  dark: {
    base: 'vs-dark',
    keyword: 'c9a2ff',
    string: '8fdba8',
    number: 'f3b27a',
    comment: '8593a3',
    type: '8ab9f5',
    colours: {
      'editor.background': '#14181f',
      'editor.foreground': '#e6eaf0',
      'editorLineNumber.foreground': '#7c8794',
      'editorLineNumber.activeForeground': '#e6eaf0',
      'editor.lineHighlightBackground': '#1a1f28',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#1d4640',
      'editorWidget.background': '#1b212a',
      'editorWidget.border': '#29313c',
      'editorSuggestWidget.selectedBackground': '#12322f',
      'editorSuggestWidget.selectedForeground': '#e6eaf0',
      'editorSuggestWidget.highlightForeground': '#4fd1bd',
      'editorSuggestWidget.focusHighlightForeground': '#4fd1bd',
      'list.focusBackground': '#12322f',
      'list.focusForeground': '#e6eaf0',
      focusBorder: '#4fd1bd'
    }
  }
}

/** What Monaco calls the page's theme. */
export function themeName(theme: Theme): string {
  return `versa-${theme}`
}

/** Tells Monaco of both themes. */
export function defineThemes(): void {
  for (const theme of ['light', 'dark'] as const) {
    const { base, colours, keyword, string, number, comment, type } = palettes[theme]
    monaco.editor.defineTheme(themeName(theme), {
      base,
      inherit: true,
      colors: { ...colours },
      rules: [
        { token: 'keyword', foreground: keyword },
        { token: 'string', foreground: string },
        { token: 'string.escape', foreground: number },
        { token: 'number', foreground: number },
        { token: 'comment', foreground: comment },
        { token: 'type', foreground: type },
        { token: 'type.identifier', foreground: type }
      ]
    })
  }
}
