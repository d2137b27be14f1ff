import { useState } from 'preact/hooks'
import type { ConsoleLine } from '../../protocol'
import type { RunState } from '../../run/run-state'
import { EmptyState } from '../parts/empty-state'
import { ErrorCard } from '../parts/error-card'
import { JsonTree } from '../parts/json-tree'
import { kindOf } from '../values/kinds'
import { shortText } from '../values/short-text'
import './console.css'

/** How many lines are drawn before one asks for more. */
const linesAtOnce = 300

/** What was printed, and the error that ended the run. */
export function ConsolePanel({ run }: { readonly run: RunState }) {
  const [shown, setShown] = useState(linesAtOnce)
  if (run.console.length === 0 && run.error === null) {
    return (
      <EmptyState title="Nothing was printed" example={"console.log('users', users)"}>
        What <code>console.log</code> and its relatives get is here; lists and objects open.
      </EmptyState>
    )
  }
  const hidden = Math.max(0, run.console.length - shown)
  return (
    <div class="console">
      {hidden > 0 && (
        <button type="button" class="panel-button" onClick={() => setShown(shown + linesAtOnce)}>
          {Math.min(hidden, linesAtOnce)} earlier lines of {hidden}
        </button>
      )}
      <ol class="console-lines">
        {run.console.slice(hidden).map((line, index) => (
          <Line key={hidden + index} line={line} />
        ))}
      </ol>
      {run.error && <ErrorCard error={run.error} />}
    </div>
  )
}

const marks = { log: '', debug: '·', info: 'i', warn: '!', error: '✕' } as const

function Line({ line }: { readonly line: ConsoleLine }) {
  const { level, dropped = 0 } = line
  return (
    <>
      {dropped > 0 && (
        <li class="console-dropped">
          {dropped.toLocaleString('en')} {dropped === 1 ? 'line was' : 'lines were'} left out here
        </li>
      )}
      <li class={`console-line console-${level}`}>
        <span class="console-mark" aria-hidden="true">
          {marks[level]}
        </span>
        {level !== 'log' && <span class="visually-hidden">{level}: </span>}
        <div class="console-values">
          {line.values.map((value, index) => (
            <Printed key={index} value={value} />
          ))}
        </div>
        <span class="console-time">{Math.round(line.at)} ms</span>
      </li>
    </>
  )
}

/** Texts as they are, everything else as data. */
function Printed({ value }: { readonly value: unknown }) {
  const kind = kindOf(value)
  if (kind === 'text') return <span class="console-text">{String(value)}</span>
  if (kind === 'list' || kind === 'object') return <JsonTree value={value} open={0} />
  return <span class={`console-text value-${kind}`}>{shortText(value)}</span>
}
