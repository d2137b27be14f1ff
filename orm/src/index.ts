/**
 * What programs in Node.js import.
 *
 * @module versa-orm
 */
export { defineConfig, type VersaConfig } from './config/versa-config.js'
export { connect } from './connection/connect.js'
export * from './everywhere.js'
