import { useEffect, useState } from 'preact/hooks'
import type { DialectName } from '../../protocol'
import { formatSql } from '../sql/format'
import { bindTokens } from '../sql/parameters'
import { tokensOf } from '../sql/tokens'
import { shortText } from '../values/short-text'
import './sql-text.css'

interface SqlTextProps {
  readonly sql: string
  /** The values, to be shown beside their placeholders. */
  readonly parameters?: readonly unknown[]
}

/** SQL in colours. */
export function SqlText({ sql, parameters }: SqlTextProps) {
  return (
    <code class="sql-text">
      {bindTokens(tokensOf(sql)).map((token, index) => {
        const known = parameters !== undefined && token.parameter !== undefined
        const at = token.parameter ?? 0
        return (
          <span key={index} class={`sql-${token.kind}`}>
            {token.text}
            {known && at < parameters.length && (
              <span class="sql-value">
                {shortText(parameters[at], { textMax: 60, quoted: true })}
              </span>
            )}
          </span>
        )
      })}
    </code>
  )
}

/** SQL on lines; until the formatter is there, and where it fails, as it was. */
export function useFormatted(sql: string, dialect: DialectName): string {
  const [formatted, setFormatted] = useState({ sql, dialect, text: sql })
  useEffect(() => {
    let wanted = true
    formatSql(sql, dialect).then(text => {
      if (wanted) setFormatted({ sql, dialect, text })
    })
    return () => {
      wanted = false
    }
  }, [sql, dialect])
  return formatted.sql === sql && formatted.dialect === dialect ? formatted.text : sql
}

interface SqlBlockProps extends SqlTextProps {
  readonly dialect: DialectName
}

/** SQL on lines, in colours. */
export function SqlBlock({ sql, dialect, parameters }: SqlBlockProps) {
  const text = useFormatted(sql, dialect)
  return (
    <pre class="sql-block">
      <SqlText sql={text} {...(parameters ? { parameters } : {})} />
    </pre>
  )
}
