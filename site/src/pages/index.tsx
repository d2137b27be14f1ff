import Link from '@docusaurus/Link'
import Translate, { translate } from '@docusaurus/Translate'
import { MDXProvider } from '@mdx-js/react'
import Layout from '@theme/Layout'
import MDXComponents from '@theme/MDXComponents'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { usePlaygroundUrl } from '../code/playground-url'
import { BenchmarkChart } from '../home/benchmark-chart'
import { Capabilities } from '../home/capabilities'
import styles from '../home/home.module.css'
import { Install } from '../home/install'
import { QueryResult } from '../home/query-result'
import Models from './_models.mdx'
import Query from './_query.mdx'

/** The landing page shows the product at work: what it says can be run where it stands. */
export default function Home(): ReactNode {
  return (
    <Layout
      description={translate({
        id: 'home.description',
        message:
          'VersaORM is a TypeScript ORM on a native engine: SQLite, PostgreSQL, MySQL, MariaDB.'
      })}
    >
      <main className={styles.home}>
        <Head />
        <MDXProvider components={MDXComponents}>
          <section className={styles.pair} aria-label={example()}>
            <div>
              <Models />
            </div>
            <div>
              <Query />
              <QueryResult />
            </div>
          </section>
        </MDXProvider>
        <BenchmarkChart />
        <Capabilities />
      </main>
    </Layout>
  )
}

function example(): string {
  return translate({ id: 'home.example', message: 'An example' })
}

function Head(): ReactNode {
  const playground = usePlaygroundUrl()
  return (
    <header className={styles.head}>
      <h1>
        <Translate id="home.title">A TypeScript ORM on a native engine</Translate>
      </h1>
      <p>
        <Translate id="home.lead">
          Tables are classes. The types of queries and rows follow from them, without code
          generation. A Rust engine compiles the queries and runs them on SQLite, PostgreSQL, MySQL
          and MariaDB.
        </Translate>
      </p>
      <div className={styles.actions}>
        <Install />
        <Link className={clsx(styles.first)} to="/docs/getting-started/">
          <Translate id="home.start">Get started</Translate>
        </Link>
        <a href={playground}>
          <Translate id="home.playground">Playground</Translate>
        </a>
      </div>
      <p className={styles.hint}>
        <Translate id="home.hint">
          Version 0.1 is not published yet; it runs here. Point at a name below to see its type. Run
          works in this page: the database is SQLite, in your browser.
        </Translate>
      </p>
    </header>
  )
}
