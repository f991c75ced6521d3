import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const folder = '../shared/data/storefront-pages'

/** Whether the pages are on this machine. They belong to their shops and are not in the repository. */
export const areThere = existsSync(`${folder}/manifest.json`)

export interface RealPage {
  readonly file: string
  readonly platform: string
  readonly sha256: string
  readonly contentType: string
}

/** The pages, by the manifest. */
export function listPages(): RealPage[] {
  if (!areThere) return []
  return JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')).map(
    ({ declared_charset: charset, ...page }: Record<string, string>) => ({
      ...page,
      contentType: charset ? `text/html; charset=${charset}` : 'text/html',
    }),
  )
}

/** The bytes of a page, as its shop sent them. */
export function readBytes({ file }: RealPage): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(gunzipSync(readFileSync(`${folder}/${file}`)))
}

/** A selector for one element of a page, and what its tag must hold. */
export interface Selected {
  readonly select: string
  readonly tagName: string
  readonly mark: string
}

const containers: ReadonlySet<string> = new Set([
  ...['article', 'aside', 'div', 'footer', 'form', 'header', 'li', 'main', 'nav', 'section', 'td'],
])

const tag = /<([a-z][a-z0-9-]*)\s((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi
const nameOf = /(?:^|\s)(id|class)=["']?([a-z][\w-]*)/i

/** One to three containers of a page that can be named by an id or a class, spread over the page. */
export function selectorsIn(bytes: Uint8Array): Selected[] {
  const named = new Map<string, Selected>()
  for (const [, name = '', attributes = ''] of Buffer.from(bytes)
    .toString('latin1')
    .matchAll(tag)) {
    const tagName = name.toLowerCase()
    const [, attribute = '', mark = ''] = nameOf.exec(attributes) ?? []
    if (mark === '' || !containers.has(tagName)) continue
    const select = `${tagName}${attribute.toLowerCase() === 'id' ? '#' : '.'}${mark}`
    named.set(select, { select, tagName, mark })
  }
  const all = [...named.values()]
  const wanted = Math.min(all.length, 1 + (bytes.length % 3))
  return Array.from(
    { length: wanted },
    (_, i) => all[Math.floor(((i + 0.5) * all.length) / wanted)] as Selected,
  )
}
