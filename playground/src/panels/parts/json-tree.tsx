import { useState } from 'preact/hooks'
import { bytesOf, entriesOf, kindOf, sizeOf } from '../values/kinds'
import { bytesText, shortText } from '../values/short-text'
import './json-tree.css'

/** How many parts are shown before one asks for more. */
const partsAtOnce = 100

interface JsonTreeProps {
  readonly value: unknown
  /** How many levels are open at first. Default 1. */
  readonly open?: number
}

/** A value as a tree whose branches open and close. */
export function JsonTree({ value, open = 1 }: JsonTreeProps) {
  return (
    <div class="json-tree">
      <Node value={value} open={open} above={[]} />
    </div>
  )
}

interface NodeProps {
  readonly name?: string | undefined
  readonly value: unknown
  readonly open: number
  /** What the value is in: a value within itself is a circle. */
  readonly above: readonly object[]
}

function Node({ name, value, open, above }: NodeProps) {
  const kind = kindOf(value)
  if (kind !== 'list' && kind !== 'object') return <Leaf name={name} value={value} />
  const branch = value as object
  if (above.includes(branch)) {
    return (
      <span class="json-line">
        <Name name={name} />
        <span class="json-circle">↻ circular</span>
      </span>
    )
  }
  return <Branch name={name} value={branch} open={open} above={[...above, branch]} />
}

interface BranchProps extends Omit<NodeProps, 'value'> {
  readonly value: object
}

function Branch({ name, value, open, above }: BranchProps) {
  const [isOpen, setOpen] = useState(open > 0)
  const [shown, setShown] = useState(partsAtOnce)
  const list = kindOf(value) === 'list'
  const size = sizeOf(value)
  if (size === 0) {
    return (
      <span class="json-line">
        <Name name={name} />
        {list ? '[]' : '{}'}
      </span>
    )
  }
  return (
    <>
      <button
        type="button"
        class="json-branch"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Name name={name} />
        {isOpen ? (
          <span class="json-count">{list ? `[ ${size} ]` : `{ ${size} }`}</span>
        ) : (
          <span class="json-summary">{shortText(value, { textMax: 120 })}</span>
        )}
      </button>
      {isOpen && (
        <ul class="json-parts">
          {entriesOf(value)
            .slice(0, shown)
            .map(([key, item]) => (
              <li key={key}>
                <Node name={key} value={item} open={open - 1} above={above} />
              </li>
            ))}
          {size > shown && (
            <li>
              <button
                type="button"
                class="panel-button"
                onClick={() => setShown(shown + partsAtOnce)}
              >
                {Math.min(partsAtOnce, size - shown)} more of {size - shown}
              </button>
            </li>
          )}
        </ul>
      )}
    </>
  )
}

function Leaf({ name, value }: { readonly name: string | undefined; readonly value: unknown }) {
  const kind = kindOf(value)
  const bytes = kind === 'bytes' ? bytesOf(value) : null
  const text = bytes ? bytesText(bytes, 64) : shortText(value, { textMax: 20_000, quoted: true })
  return (
    <span class="json-line">
      <Name name={name} />
      <span class={`value-${kind}`}>{text}</span>
    </span>
  )
}

function Name({ name }: { readonly name: string | undefined }) {
  if (name === undefined) return null
  return (
    <>
      <span class="json-name">{name}</span>
      <span class="json-colon">: </span>
    </>
  )
}
