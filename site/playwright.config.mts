import { defineConfig } from '@playwright/test'
import { base } from '../scripts/playwright.base.js'

export default defineConfig(base)
