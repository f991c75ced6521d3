import type { TemplatePage } from './cache/index.ts'
import type { Config } from './config/index.ts'
import { permit } from './consent/index.ts'
import type { Offer } from './offer.ts'
import { compilePage, type Search } from './page/index.ts'
import { type FindAddress, guardPersonal, pageVariants } from './privacy/index.ts'
import type { Shop } from './shop.ts'
import { newTrace, type Trace } from './trace.ts'
import { describeVisit } from './visit/index.ts'

interface Stage {
  readonly findAddress: FindAddress
  readonly search: Search
  readonly shop: Shop
  readonly fillKept: (page: TemplatePage, offer: Offer, trace: Trace) => Response
}

// Something of all that pages are made of. Twice through it, code is compiled to run.
const markup = `<!doctype html>
<html lang="en"><head><meta charset=utf-8><title>A &amp; B</title><!-- a note -->
<link rel=stylesheet href='/a.css'><style>p { color: red }</style><script>if (1 < 2) a()</script></head>
<body class="a b"><nav><ul><li><a href="/a?b=1&amp;c=2">A</a><li hidden>B</ul></nav><main id=main>
<h1>A</h1><p>One<p>Two<br/><img src="/a.svg" alt=""><section data-limen><ul class="c">
<li data-product="1"><a href="/1">1</a></li></ul></section><form><input type=checkbox checked><select>
<option>1<option>2</select></form><table><tr><td>1<td>2</table><svg viewBox="0 0 1 1"><path d="M0"/></svg>
</main></body></html>
`

/**
 * Makes a page for nobody when a Worker starts, so that the first shopper need not wait until its code
 * is compiled and its tables are there. Nothing of it is kept.
 */
export async function rehearse(
  config: Config,
  { findAddress, search, shop, fillKept }: Stage,
): Promise<void> {
  const original = Uint8Array.from(new TextEncoder().encode(markup))
  compilePage(original, search)
  compilePage(original, search)

  const sent = { accept: 'text/html,*/*', 'accept-language': 'en', 'user-agent': 'Mozilla/5.0' }
  pageVariants(config.site.languages)(new Headers(sent))
  permit({ consent: undefined, gpc: false, now: new Date(0), policy: config.consent })
  guardPersonal(new Headers({ 'content-type': 'text/html' }))

  const { catalogue, ranker } = shop
  const address = 'https://shop.example'
  for (const path of ['/', '/a', '/a/b']) findAddress(address + path, catalogue)
  const visit = describeVisit(
    {
      pageType: 'home',
      isNamed: catalogue.isNamed,
      categoryOf: () => undefined,
      now: new Date(0),
      timeZone: config.site.timeZone,
      device: 'desktop',
      referrer: 'https://search.example/',
      siteHost: 'shop.example',
      country: 'XX',
    },
    () => true,
  )
  const ranking = await ranker?.rehearse?.(visit)
  if (!ranking) return
  const spans = Object.keys(config.slots).map((slot) => ({ slot, start: 0, end: 0, parts: [] }))
  const template = { original, spans, plain: new Map() }
  const page = { kind: 'template', template, headers: new Headers(), bornMs: 0 } as const
  const offer = { kind: 'personal', ranking, visit, catalogue, closed: new Map() } as const
  fillKept({ ...page, from: 'memory', stale: false, version: 0 }, offer, newTrace())
}
