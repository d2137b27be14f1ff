import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'

type Json = Readonly<Record<string, unknown>>

/** What a document says of one route. */
interface Operation {
  readonly operationId: string
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, { readonly content?: Json }>>
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>> }
}

/** An OpenAPI document that answers are held against. */
export class Contract {
  /** Which of its operations were asked. */
  readonly asked = new Set<string>()
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })

  constructor(readonly document: OpenApi) {
    formats.default(this.#ajv)
    this.#ajv.addSchema(document, 'document', undefined, false)
  }

  /** The names of its operations. */
  get operations(): string[] {
    const all = Object.values(this.document.paths).flatMap(path => Object.values(path))
    return all.map(({ operationId }) => operationId)
  }

  /** Whether a value fits one of its components. */
  fits(component: string, value: unknown): boolean {
    return this.#schemaAt('components', 'schemas', component)(value) === true
  }

  /** Expects an answer to be as the document says. */
  check(method: string, address: string, status: number, type: string | null, body: unknown): void {
    const pathname = address.split('?', 1)[0] ?? ''
    const path = Object.keys(this.document.paths).find(template =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname)
    )
    const verb = method.toLowerCase()
    const operation = path === undefined ? undefined : this.document.paths[path]?.[verb]
    if (path === undefined || operation === undefined) {
      expect(status, `${method} ${address} is not in the document`).toBe(404)
      return
    }
    this.asked.add(operation.operationId)
    const key = String(status) in operation.responses ? String(status) : 'default'
    const { content } = operation.responses[key] ?? {}
    if (content === undefined) {
      expect(body, `${method} ${address} has no body`).toBeNull()
      return
    }
    const media = type?.split(';', 1)[0] ?? ''
    expect(Object.keys(content), `${method} ${address}: ${status}`).toContain(media)
    const steps = ['paths', path, verb, 'responses', key, 'content', media, 'schema']
    const validate = this.#schemaAt(...steps)
    validate(body)
    expect(validate.errors, `${method} ${address}: ${JSON.stringify(body)}`).toBeNull()
  }

  #schemaAt(...steps: readonly string[]): ValidateFunction {
    const pointer = steps.map(step => step.replaceAll('~', '~0').replaceAll('/', '~1'))
    const found = this.#ajv.getSchema(`document#/${pointer.map(encodeURIComponent).join('/')}`)
    if (found === undefined) throw new Error(`the document has no ${steps.join('/')}`)
    return found
  }
}
