import { encodings } from './canaries.ts'
import type { Seeded } from './seeded.ts'
import type { WireRequest } from './wire.ts'

/** A path of the shop, and what its route declares. */
export interface ShopPath {
  readonly path: string
  readonly mode: 'page' | 'pass'
  readonly cookies?: readonly string[]
  readonly fields?: readonly string[]
}

/** A request full of canaries. */
export interface CanaryRequest extends WireRequest {
  /** The canaries that the route lets through, by its declaration. */
  readonly declared: readonly string[]
  /** All that is in it: without a body, the canaries of the body's fields are not. */
  readonly planted: number
}

interface Draft {
  readonly method: string
  readonly to: ShopPath
  readonly address: Address
  /** Whether there is a body, and the method can have one that counts. */
  readonly sendsBody: boolean
  target: string
  host: string
  readonly query: string[]
  readonly headers: [string, string][]
  readonly cookies: string[]
  readonly fields: [name: string, value: string][]
  /** Name of the declared field that is sent as a file of that name. */
  file?: [field: string, name: string]
  readonly declared: string[]
}

interface Place {
  readonly name: string
  /** Puts `value`, which holds or stands for `canary`, into the request. */
  put(draft: Draft, value: string, canary: string): void
  /** Some places allow few characters, or are only looked at in one form. */
  readonly raw?: true
}

/** The forty places, one for each of a shopper's canaries. */
const places: readonly Place[] = [
  header('header value', 'x-customer'),
  {
    name: 'header name',
    raw: true,
    put: ({ headers }, value) => headers.push([`x-${value}`, '1']),
  },
  header('second header of a name', 'x-customer'),
  header('bearer', 'authorization', (value) => `Bearer ${value}`),
  header('basic', 'authorization', (value) => `Basic ${btoa(`rose:${value}`)}`),
  header('proxy', 'proxy-authorization', (value) => `Basic ${value}`),
  header('referer', 'referer', (value) => `https://shop.example/u/${value}?m=${value}#${value}`),
  header('other site', 'origin', (value) => `https://${value}.example`),
  header('forwarded', 'forwarded', (value) => `for="${value}";by=${value}, for=10.0.0.1`),
  header('forwarded for', 'x-forwarded-for', (value) => `10.0.0.1, ${value}`),
  header('forwarded host', 'x-forwarded-host'),
  header('address', 'x-real-ip'),
  header('platform address', 'cf-connecting-ip'),
  header('platform place', 'cf-ipcity'),
  header('client address', 'true-client-ip'),
  header('via', 'via', (value) => `1.1 ${value}`),
  header('user agent', 'user-agent', (value) => `Mozilla/5.0 (X11; ${value}) Firefox/140.0`),
  header('client hint', 'sec-ch-ua-model', (value) => `"${value}"`),
  header('client hint list', 'sec-ch-ua', (value) => `"${value}";v="1", "Chromium";v="140"`),
  header('language', 'accept-language', (value) => `de-${value};q=0.9,${value},en;q=${value}`),
  header('accept', 'accept', (value) => `text/html;a=${value},text/${value}`),
  header('coding', 'accept-encoding', (value) => `gzip, ${value}`),
  header('range', 'range', (value) => `bytes=${value}-`),
  header('date', 'if-modified-since', (value) => `${value}, 01 Nov 2026 00:00:00 GMT`),
  {
    // The shop's own word for a version: pass routes need it, docs/threat-model.md tells the price.
    name: 'entity tag',
    put({ headers, to, declared }, value, canary) {
      headers.push(['if-none-match', `"${value}"`])
      if (to.mode === 'pass') declared.push(canary)
    },
  },
  header('connection option', 'connection', (value) => `keep-alive, ${value}`),
  header('trailer', 'te', (value) => `trailers, ${value}`),
  {
    name: 'declared cookie',
    put({ cookies, to, declared }, value, canary) {
      cookies.push(`${to.cookies?.[0] ?? 'session'}=${value}`)
      if (to.cookies) declared.push(canary)
    },
  },
  {
    name: 'second cookie of a name',
    put: ({ cookies, to }, value) => cookies.push(`${to.cookies?.[0] ?? 'session'}=${value}`),
  },
  { name: 'cookie', put: ({ cookies }, value) => cookies.push(`_ga=GA1.1.${value}`) },
  {
    name: 'hostile cookies',
    put: ({ cookies }, value) =>
      cookies.push(
        `__proto__=${value}`,
        `constructor=${value}`,
        `=${value}`,
        `a=1, session=${value}`,
      ),
  },
  {
    name: 'cookie name',
    raw: true,
    put: ({ cookies }, value) => cookies.push(value, `${value}=1`),
  },
  {
    name: 'consent cookie',
    put: ({ cookies }, value) => cookies.push(`__Host-limen-consent=${value}`),
  },
  { name: 'query value', put: ({ query }, value) => query.push(`utm_id=${value}`) },
  {
    name: 'query name',
    put: ({ query }, value) => query.push(`${value}=1`, `%65mail=${value}`, `q[${value}]=1`),
  },
  {
    name: 'declared query',
    put: ({ query }, value) => query.push(`q=red+${value}`, `sort=${value}`, `page=${value}`),
  },
  {
    name: 'address',
    raw: true,
    put(draft, value) {
      const { write, isRest } = draft.address
      draft.target = write(draft.target, value)
      if (isRest && draft.to.mode === 'pass') draft.declared.push(value)
    },
  },
  { name: 'host', raw: true, put: (draft, value) => (draft.host = `${value}.shop.example`) },
  {
    name: 'declared field',
    put({ fields, to, sendsBody, declared }, value, canary) {
      fields.push([to.fields?.[0] ?? 'email', value])
      if (to.fields && sendsBody) declared.push(canary)
    },
  },
  {
    name: 'other fields',
    put(draft, value) {
      draft.fields.push(['phone', value], ['__proto__', value], [`note[${value}]`, value])
      draft.file = [draft.to.fields?.[1] ?? 'upload', `${value.replaceAll('/', '-')}.pdf`]
    },
  },
]

interface Address {
  write(path: string, value: string): string
  /** It adds to the path: on a page route there is no such page, on a pass route with `*` it crosses. */
  readonly isRest?: true
}

/** Ways to hide a word in the address of a page. */
const addresses: readonly Address[] = [
  { write: (path, value) => `/${value}/..${path}` },
  { write: (path, value) => `/${value}/%2e%2E${path}` },
  { write: (path, value) => `/${value}\\..${path}` },
  { write: (path, value) => `http://rose:${value}@shop.example${path}` },
  { write: (path, value) => `http://shop.example${path}#${value}` },
  { write: (path, value) => `/${value}${path}` },
  { write: (path, value) => `${path};id=${value}`, isRest: true },
  { write: (path, value) => `${path}%2f${value}`, isRest: true },
]

/** How many canaries a shopper has. */
export const canariesEach = places.length
const bodyPlaces = 2

function header(
  name: string,
  field: string,
  format: (value: string) => string = (value) => value,
): Place {
  return { name, put: ({ headers }, value) => headers.push([field, format(value)]) }
}

const methods = ['GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST'] as const
const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const spellings = [...encodings.values()]

/** One request with all of a shopper's canaries in it, each written in one of many ways. */
export function shopperRequest(
  canaries: readonly string[],
  paths: readonly ShopPath[],
  random: Seeded,
): CanaryRequest {
  const to = random.pick(paths)
  const method = random.pick(methods)
  const hasBody = random.chance(method === 'POST' ? 1 : 0.2)
  const draft: Draft = {
    ...{ method, to, target: to.path, host: 'shop.example', address: random.pick(addresses) },
    ...{ sendsBody: hasBody && !bodyless.has(method) },
    ...{ query: [], headers: [], cookies: [], fields: [], declared: [] },
  }
  for (const [i, { put, raw }] of places.entries()) {
    const canary = canaries[i] as string
    put(draft, raw ? canary : random.pick(spellings)(canary), canary)
  }
  const { query, headers, cookies, declared } = draft
  const [address = '', fragment] = draft.target.split('#')
  const body = hasBody ? random.pick(bodies)(draft) : undefined
  return {
    method,
    target: `${address}?${query.join('&')}${fragment ? `#${fragment}` : ''}`,
    headers: [
      ...['host', draft.host, 'cookie', cookies.join('; ')],
      ...headers.flat(),
      ...(body ? ['content-type', body.type] : []),
    ],
    body: body?.content,
    declared: declared.sort(),
    planted: canariesEach - (body ? 0 : bodyPlaces),
  }
}

interface Body {
  readonly type: string
  readonly content: string
}

const bodies: readonly ((draft: Draft) => Body)[] = [
  ({ fields }) => ({
    type: 'application/x-www-form-urlencoded',
    content: new URLSearchParams(fields).toString(),
  }),
  ({ fields }) => ({
    type: 'application/json; charset=utf-8',
    content: JSON.stringify({ ...Object.fromEntries(fields), nested: Object.fromEntries(fields) }),
  }),
  ({ fields, file }) => ({
    type: 'multipart/form-data; boundary=-x-',
    content: [
      ...fields.map(([name, value]) => `---x-\r\n${disposition(name)}\r\n\r\n${value}\r\n`),
      ...(file ? [`---x-\r\n${disposition(file[0])}; filename="${file[1]}"\r\n\r\n%PDF\r\n`] : []),
      '---x---\r\n',
    ].join(''),
  }),
]

function disposition(name: string): string {
  return `content-disposition: form-data; name="${name}"`
}
