import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { base } from '../../../../scripts/playwright.base.js'

/** A browser whose user lets no page keep data. */
export async function browserWithoutStorage(): Promise<BrowserContext & AsyncDisposable> {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-notes-profile-'))
  mkdirSync(path.join(folder, 'Default'))
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } }
  writeFileSync(path.join(folder, 'Default/Preferences'), JSON.stringify(blocked))
  const context = await chromium.launchPersistentContext(folder, base.use.launchOptions)
  return Object.assign(context, {
    async [Symbol.asyncDispose]() {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
