import { createRequire } from 'node:module'
import { VersaError } from '../../errors/versa-error.js'
import type { NativeAddon } from './binding.js'
import { here } from './here.js'
import { platformName, supportedPlatforms } from './platform.js'

/**
 * Loads the addon of this platform's package.
 *
 * @throws VersaError `ENGINE_UNAVAILABLE` naming the missing package and what to do.
 */
export function loadAddon(): NativeAddon {
  const platform = platformName()
  const name = `@versa-orm/${platform}`
  try {
    return createRequire(here())(name)
  } catch (cause) {
    throw unavailable(platform, name, cause)
  }
}

function unavailable(platform: string, name: string, cause: unknown): VersaError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND'
  if (!supportedPlatforms.includes(platform)) {
    return new VersaError('ENGINE_UNAVAILABLE', `there is no native engine for ${platform}`, {
      hint:
        `it exists for ${supportedPlatforms.join(', ')}; SQLite runs anywhere with ` +
        "npm install sql.js and connect('sqljs::memory:')",
      cause
    })
  }
  if (!missing) {
    return new VersaError('ENGINE_UNAVAILABLE', `the native engine in ${name} does not load`, {
      hint: `reinstall it: npm install ${name} --force`,
      cause
    })
  }
  return new VersaError(
    'ENGINE_UNAVAILABLE',
    `the native engine for ${platform} is not installed: the package ${name} is missing`,
    {
      hint:
        `run: npm install ${name} — if a lockfile from another platform left it out, delete ` +
        'node_modules and the lockfile and install again; --omit=optional must not be set',
      cause
    }
  )
}
