import type { Reason } from '../decision.ts'

const htmlTypes: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])

// What `fetch` decodes for us. Anything else, doubled encodings too, is opaque bytes.
const decodable: ReadonlySet<string> = new Set(['', 'identity', 'gzip', 'br'])

// Cards are written in ASCII with character references, so any superset of ASCII will do in which no
// byte of another character is a `<`. UTF-16 is no superset, and ISO-2022-JP switches alphabets.
const charsets: ReadonlySet<string> = new Set([
  ...['utf-8', 'utf8', 'us-ascii', 'ascii', 'iso-8859-1', 'latin1', 'iso-8859-2', 'iso-8859-5'],
  ...['iso-8859-7', 'iso-8859-9', 'iso-8859-15', 'windows-1250', 'windows-1251', 'windows-1252'],
  ...['windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'koi8-r'],
  ...['koi8-u', 'gbk', 'gb2312', 'gb18030', 'big5', 'euc-jp', 'euc-kr', 'shift_jis'],
])

/** Why this answer of the origin cannot carry cards, or `undefined` when it can. */
export function plainReason(method: string, response: Response): Reason | undefined {
  const header = (name: string) => (response.headers.get(name) ?? '').trim().toLowerCase()
  const [type = '', ...parameters] = header('content-type').split(';')
  const charset = parameters.find((parameter) => parameter.trim().startsWith('charset='))

  if (method !== 'GET') return 'method-not-get'
  if (response.status !== 200) return 'status-not-ok'
  if (!htmlTypes.has(type.trim())) return 'not-html'
  if (header('content-disposition').startsWith('attachment')) return 'not-html'
  if (!decodable.has(header('content-encoding'))) return 'encoding-unsupported'
  if (charset && !charsets.has(charset.split('=')[1]?.replace(/["'\s]/g, '') ?? '')) {
    return 'charset-unsupported'
  }
  return undefined
}
