// <versa-play>: a code block that can be run. It is a plain block until someone asks for more, so a
// page of documentation with twenty of them loads nothing, and reads well without scripts.
//
//   <versa-play database="empty">
//     <pre><code>…query.ts…</code></pre>
//     <template data-file="models.ts">…</template>
//   </versa-play>
//
// A page with buttons of its own makes one with the attribute `bare`, sets its `state` and calls
// `open`; it tells of `ready` or `failed`.
import { type LinkedState, playgroundLink } from '../share/link'

const here = new URL('./', import.meta.url).href
const style = `versa-play{display:block;position:relative}
versa-play .versa-play-bar{display:flex;gap:8px;align-items:center;padding:6px 0}
versa-play .versa-play-bar>*{font:600 .8125rem system-ui,sans-serif;padding:6px 12px;
border:1px solid currentColor;border-radius:6px;background:none;color:inherit;
text-decoration:none;cursor:pointer}
versa-play .versa-play-bar>:focus-visible{outline:2px solid;outline-offset:2px}
versa-play iframe{display:block;width:100%;height:var(--versa-play-height,480px);border:1px solid
#8884;border-radius:10px}`

export class VersaPlay extends HTMLElement {
  #bar: HTMLElement | null = null
  /** What to show, where that is not in the element. */
  state: LinkedState | null = null

  connectedCallback(): void {
    addStyle()
    if (this.hasAttribute('bare')) return
    if (this.#bar !== null || typeof WebAssembly === 'undefined') return
    const bar = document.createElement('div')
    bar.className = 'versa-play-bar'
    const run = document.createElement('button')
    run.type = 'button'
    run.textContent = 'Run'
    run.addEventListener('click', () => this.open(true))
    const link = document.createElement('a')
    link.textContent = 'Open in playground'
    link.target = '_blank'
    link.rel = 'noopener'
    link.href = here
    // The state of the block as it is by then; a link without it leads to the playground, too.
    playgroundLink(this.#state(), here).then(href => {
      link.href = href
    })
    bar.append(run, link)
    this.append(bar)
    this.#bar = bar
    const block = this.querySelector('pre')
    if (block !== null) {
      block.tabIndex = 0
      block.addEventListener('focus', () => this.open(false), { once: true })
    }
  }

  #state(): LinkedState {
    if (this.state !== null) return this.state
    const extra = [...this.querySelectorAll<HTMLTemplateElement>('template[data-file]')]
    const files = extra.map(template => ({
      name: template.dataset['file'] ?? '',
      text: unindented(template.content.textContent ?? '')
    }))
    const text = this.querySelector('pre')?.textContent ?? ''
    return {
      files: [...files, { name: 'query.ts', text: `${text.trimEnd()}\n` }],
      active: 'query.ts',
      database: this.getAttribute('database') ?? 'empty'
    }
  }

  /**
   * Puts the playground in the block's place. Where it does not load, the block comes back.
   *
   * @param runs Whether it runs the code at once.
   */
  async open(runs: boolean): Promise<void> {
    if (this.querySelector('iframe') !== null) return
    const query = `?embed&theme=${pageTheme()}${runs ? '&run' : ''}`
    const frame = document.createElement('iframe')
    frame.title = 'VersaORM Playground'
    frame.allow = 'clipboard-write'
    frame.src = await playgroundLink(this.#state(), `${here}index.html${query}`)
    frame.hidden = true
    const block = this.querySelector('pre')
    const patience = setTimeout(() => {
      frame.remove()
      this.dispatchEvent(new Event('failed'))
    }, 20_000)
    addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (source !== frame.contentWindow || data !== 'versa-play ready') return
      clearTimeout(patience)
      frame.hidden = false
      if (block !== null) block.hidden = true
      if (this.#bar !== null) this.#bar.hidden = true
      this.dispatchEvent(new Event('ready'))
    })
    this.append(frame)
    followTheme(frame)
  }
}

/** Light or dark, as the page around says or looks. */
function pageTheme(): 'light' | 'dark' {
  const said = document.documentElement.dataset['theme']
  if (said === 'light' || said === 'dark') return said
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

function followTheme(frame: HTMLIFrameElement): void {
  const tell = (): void => frame.contentWindow?.postMessage({ versaTheme: pageTheme() }, here)
  const observer = new MutationObserver(() => {
    if (frame.isConnected) tell()
    else observer.disconnect()
  })
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell)
}

function addStyle(): void {
  if (document.getElementById('versa-play-style') !== null) return
  const element = document.createElement('style')
  element.id = 'versa-play-style'
  element.textContent = style
  document.head.append(element)
}

/** Without the indentation that all lines have, and without blank lines around. */
function unindented(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
  const indents = lines.filter(line => line.trim() !== '').map(line => line.search(/\S/))
  const least = Math.min(...indents, 80)
  return `${lines.map(line => line.slice(least)).join('\n')}\n`
}

if (!customElements.get('versa-play')) customElements.define('versa-play', VersaPlay)
