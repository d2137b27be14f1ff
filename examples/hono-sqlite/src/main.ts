// Starts the pages: see the README.
import { serve } from '@hono/node-server'
import { connect, VersaError } from 'versa-orm'
import { appOn } from './app.js'
import { models } from './models.js'
import { count } from './statements.js'

try {
  const db = await connect(process.env['DATABASE_URL'] ?? 'sqlite:recipes.db', { log: count })
  await db.schema.createIfMissing(models)
  const options = { port: Number(process.env['PORT'] ?? 3000), hostname: '127.0.0.1' }
  const server = serve({ ...options, fetch: appOn(db).fetch }, ({ port }) => {
    console.log(`http://127.0.0.1:${port}/`)
  })
  server.once('error', (error: Error) => {
    console.error(`The pages cannot be served: ${error.message}`)
    process.exitCode = 1
    void db.close()
  })
  const stop = () => server.close(() => db.close())
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  if (!(error instanceof VersaError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
