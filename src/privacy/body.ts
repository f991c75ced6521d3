import { RequestError } from '../errors.ts'
import type { PassRoute } from './route.ts'

/** A body that may cross, with the headers that describe it. */
export interface RedactedBody {
  readonly body: BodyInit
  readonly headers: readonly (readonly [string, string])[]
}

/** The largest body that is read to be filtered: 1 MiB. */
export const maxFilteredBytes = 1024 * 1024

const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD'])

type Filter = (body: Blob, fields: ReadonlySet<string>, type: string) => Promise<RedactedBody>

const filters: ReadonlyMap<string, Filter> = new Map([
  ['application/json', filterJson],
  ['application/x-www-form-urlencoded', filterForm],
  ['multipart/form-data', filterMultipart],
])

/**
 * Gives what may cross of a body: all of it, its declared fields, or nothing.
 *
 * @throws {RequestError} 400 if it is not what its type says, 413 over 1 MiB, 415 for other types.
 */
export async function redactBody(
  request: Request,
  { body, fields }: PassRoute,
): Promise<RedactedBody | undefined> {
  // workerd hands on the body of a GET that has one; no Request can be built of it.
  if (request.body === null || bodyless.has(request.method)) return undefined
  if (body === 'verbatim') return { body: request.body, headers: describe(request.headers) }
  if (fields === undefined) return undefined

  const bytes = await readBody(request.body)
  // workerd gives a body to a POST of no length.
  if (bytes.size === 0) return undefined

  const type = request.headers.get('content-type') ?? ''
  const filter = filters.get(type.split(';', 1)[0]?.trim().toLowerCase() ?? '')
  if (!filter || request.headers.has('content-encoding')) {
    throw new RequestError(415, 'ERR_REQUEST_INVALID', 'Send a form or JSON, without a coding')
  }
  try {
    return await filter(bytes, new Set(fields), type)
  } catch {
    // The cause could quote the body.
    throw new RequestError(400, 'ERR_REQUEST_INVALID', 'The body is not what its type says')
  }
}

function describe(headers: Headers): [string, string][] {
  return ['content-type', 'content-encoding'].flatMap((name): [string, string][] => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })
}

async function readBody(body: ReadableStream<Uint8Array>): Promise<Blob> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > maxFilteredBytes) {
      throw new RequestError(413, 'ERR_REQUEST_INVALID', 'The body must not be over 1 MiB')
    }
    chunks.push(chunk)
  }
  return new Blob(chunks)
}

async function filterJson(body: Blob, fields: ReadonlySet<string>): Promise<RedactedBody> {
  const json: unknown = JSON.parse(await body.text())
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new TypeError()

  const kept = Object.entries(json).filter(([name]) => fields.has(name))
  return {
    body: JSON.stringify(Object.fromEntries(kept)),
    headers: [['content-type', 'application/json']],
  }
}

async function filterForm(body: Blob, fields: ReadonlySet<string>): Promise<RedactedBody> {
  const kept = [...new URLSearchParams(await body.text())].filter(([name]) => fields.has(name))
  return {
    body: new URLSearchParams(kept).toString(),
    headers: [['content-type', 'application/x-www-form-urlencoded']],
  }
}

async function filterMultipart(
  body: Blob,
  fields: ReadonlySet<string>,
  type: string,
): Promise<RedactedBody> {
  const sent = await new Response(body, { headers: { 'content-type': type } }).formData()
  const kept = new FormData()
  for (const [name, value] of sent) {
    if (!fields.has(name)) continue
    if (typeof value === 'string') kept.append(name, value)
    else kept.append(name, withoutName(value))
  }
  return { body: kept, headers: [] }
}

// People name files after themselves; what a server needs of the name is its ending.
function withoutName(file: File): File {
  const ending = /\.[a-z0-9]{1,5}$/i.exec(file.name)?.[0].toLowerCase() ?? ''
  const type = /^[a-z]+\/[a-z0-9.+-]+/i.exec(file.type)?.[0].toLowerCase() ?? ''
  return new File([file], `file${ending}`, { type })
}
