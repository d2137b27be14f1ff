import Link from '@docusaurus/Link'
import Translate, { translate } from '@docusaurus/Translate'
import type { ReactNode } from 'react'
import { DocsCountsSentence } from '../docs-counts'
import styles from './home.module.css'

/** What there is, each with the page that says how. */
function capabilities(): readonly (readonly [to: string, title: string, text: string])[] {
  return [
    [
      '/docs/models/',
      translate({ id: 'home.models', message: 'Models' }),
      translate({
        id: 'home.models.text',
        message: 'Columns, keys and defaults in one definition. Rows are instances of your class.'
      })
    ],
    [
      '/docs/queries/',
      translate({ id: 'home.queries', message: 'Queries' }),
      translate({
        id: 'home.queries.text',
        message: 'Filters, joins, aggregates, streams, subqueries, and SQL where you want it.'
      })
    ],
    [
      '/docs/relations/',
      translate({ id: 'home.relations', message: 'Relations' }),
      translate({
        id: 'home.relations.text',
        message:
          'Loaded when you say so, one statement for each level, and in the type when loaded.'
      })
    ],
    [
      '/docs/transactions/',
      translate({ id: 'home.transactions', message: 'Transactions' }),
      translate({
        id: 'home.transactions.text',
        message: 'Savepoints, isolation, retries, locks. Queries inside take part by themselves.'
      })
    ],
    [
      '/docs/errors/',
      translate({ id: 'home.errors', message: 'Errors' }),
      translate({
        id: 'home.errors.text',
        message: 'One class and a closed list of codes, the same on every database.'
      })
    ],
    [
      '/docs/browser/',
      translate({ id: 'home.browser', message: 'In the browser' }),
      translate({
        id: 'home.browser.text',
        message: 'The same engine as WebAssembly. The Run buttons of this site use it.'
      })
    ]
  ]
}

export function Capabilities(): ReactNode {
  return (
    <section className={styles.section}>
      <h2>
        <Translate id="home.capabilities">What there is</Translate>
      </h2>
      <ul className={styles.capabilities}>
        {capabilities().map(([to, title, text]) => (
          <li key={to}>
            <Link to={to}>{title}</Link>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <p className={styles.counts}>
        <DocsCountsSentence />{' '}
        <Link to="/docs/internals/executed-docs/">
          <Translate id="home.counts.how">How they are run</Translate>
        </Link>
      </p>
    </section>
  )
}
