import Head from '@docusaurus/Head'
import { useDoc } from '@docusaurus/plugin-content-docs/client'
import Translate from '@docusaurus/Translate'
import Footer from '@theme-original/DocItem/Footer'
import type { ReactNode } from 'react'

/** The end of a page: a way to its Markdown, for programs and for whoever wants to quote it. */
export default function DocItemFooter(): ReactNode {
  const { metadata } = useDoc()
  const twin = `${metadata.permalink.replace(/\/$/, '')}.md`
  return (
    <>
      <Head>
        <link rel="alternate" type="text/markdown" href={twin} />
      </Head>
      <Footer />
      <p className="page-twin">
        <a href={twin}>
          <Translate id="page.twin">This page as Markdown</Translate>
        </a>
      </p>
    </>
  )
}
