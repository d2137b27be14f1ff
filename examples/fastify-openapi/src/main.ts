// Starts the service: see the README.
import { connect, VersaError } from 'versa-orm'
import { appOn } from './app.js'
import { models } from './models.js'

try {
  await start()
} catch (error) {
  if (!(error instanceof VersaError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function start(): Promise<void> {
  const db = await connect(process.env['DATABASE_URL'] ?? 'sqlite:events.db')
  await db.schema.createIfMissing(models)

  const app = await appOn(db)
  // Requests that run are answered, new ones are not taken; then the database is closed.
  app.addHook('onClose', () => db.close())
  try {
    const port = Number(process.env['PORT'] ?? 3000)
    console.log(`${await app.listen({ port, host: '127.0.0.1' })}/docs`)
  } catch (error) {
    console.error(`The service cannot listen: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
    return app.close()
  }

  const stop = () => void app.close()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
