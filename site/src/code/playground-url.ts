import useDocusaurusContext from '@docusaurus/useDocusaurusContext'

/** Where the playground is; there is one for all languages of the site. */
export function usePlaygroundUrl(): string {
  const { siteConfig } = useDocusaurusContext()
  return String(siteConfig.customFields?.['playground'])
}
