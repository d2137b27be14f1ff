import Translate from '@docusaurus/Translate'
import clsx from 'clsx'
import { type ReactNode, useId, useRef, useState } from 'react'
import { CopyButton } from './copy-button'
import { CodeHtml } from './html'
import { OpenLink } from './open-link'
import type { LoadRuns, LoadTypes } from './page-data'
import { Playing } from './playing'
import { SqlPanel } from './sql-panel'
import { useTypes } from './use-types'

interface CodeBlockProps {
  /** The code, with a class on each token. */
  readonly html: string
  readonly language: string
  /** What stands above the block. */
  readonly title?: string
  /** Its name in the page's address. */
  readonly id?: string
  /** What TypeScript says of it, where that is what it shows. */
  readonly errors?: readonly string[]
  readonly types?: LoadTypes
  readonly runs?: LoadRuns
  /** Which of the page's runs is this block's. */
  readonly run?: number
}

const languages: Readonly<Record<string, string>> = {
  ts: 'TypeScript',
  typescript: 'TypeScript',
  tsx: 'TypeScript',
  js: 'JavaScript',
  sh: 'Shell',
  bash: 'Shell',
  sql: 'SQL',
  json: 'JSON',
  rust: 'Rust',
  prisma: 'Prisma',
  html: 'HTML',
  toml: 'TOML',
  yaml: 'YAML'
}

/** A block of code: its types where one points at it, and a database behind its Run button. */
export function CodeBlock(props: CodeBlockProps): ReactNode {
  const { html, language, title, id, errors = [], types, runs, run } = props
  const code = useRef<HTMLPreElement>(null)
  const label = useId()
  const [playing, setPlaying] = useState(false)
  const [sqlShown, showSql] = useState(false)
  const { handlers, popup } = useTypes(types)
  const runnable = runs !== undefined && run !== undefined ? { load: runs, run } : null
  return (
    <figure className="code" id={id} aria-labelledby={label}>
      <figcaption className="code-bar">
        <span className={clsx('code-title', title === undefined && 'code-language')} id={label}>
          {title ?? languages[language] ?? ''}
          {title === undefined && languages[language] === undefined && (
            <span className="visually-hidden">{language}</span>
          )}
        </span>
        {runnable !== null && (
          <>
            <button
              type="button"
              className="code-button code-run"
              aria-pressed={playing}
              onClick={() => setPlaying(!playing)}
            >
              {playing ? (
                <Translate id="code.close">Close</Translate>
              ) : (
                <Translate id="code.run">Run</Translate>
              )}
            </button>
            <button
              type="button"
              className="code-button"
              aria-expanded={sqlShown}
              onClick={() => showSql(!sqlShown)}
            >
              SQL
            </button>
            <OpenLink {...runnable} />
          </>
        )}
        <CopyButton text={() => code.current?.textContent ?? ''} />
      </figcaption>
      {playing && runnable !== null && <Playing {...runnable} />}
      <pre
        ref={code}
        className="code-text"
        hidden={playing}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys show its types.
        tabIndex={0}
        {...handlers}
      >
        <CodeHtml html={html} />
      </pre>
      {errors.length > 0 && (
        <ul className="code-errors">
          {errors.map(error => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
      {sqlShown && runnable !== null && <SqlPanel {...runnable} />}
      {popup}
    </figure>
  )
}
