import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import { documents } from './documents.js'
import type { Schema } from './schemas.js'

function ajv(coerceTypes: boolean): Ajv {
  // Fastify's own would take '5' for a number in bodies, too, null for '', and drop what it does
  // not know without a word.
  const made = new Ajv({ coerceTypes, useDefaults: coerceTypes, allowUnionTypes: true })
  formats.default(made)
  for (const [name, schema] of Object.entries(documents)) made.addSchema(schema, `${name}#`)
  return made
}

const ofBodies = ajv(false)
const ofAddresses = ajv(true)

/** Bodies are taken as they are; in addresses everything is text, so numbers are read there. */
export const validator: FastifySchemaCompiler<Schema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? ofBodies : ofAddresses).compile(schema)
