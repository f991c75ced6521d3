import { answers } from './answers.ts'
import type { Config } from './config/index.ts'
import { openPages } from './kept-pages.ts'
import { attempt } from './lib/soon.ts'
import type { Ranker } from './model/index.ts'
import { pageSearch } from './page-slots.ts'
import type { Shop } from './shop.ts'
import { newTrace } from './trace.ts'

// Something of all that pages are made of.
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
 * Answers requests of nobody when a Worker starts, with a shop of its own, so that the first shopper need
 * not wait until code is compiled and tables are there. Nothing of it is kept, and nobody is asked.
 *
 * @returns the answers, as far as they came: before its first request a Worker makes none of bytes.
 */
export async function rehearse(config: Config, { catalogue, ranker }: Shop): Promise<Response[]> {
  const stage = stageOf(config)
  const now = () => new Date(0)
  const report = () => undefined
  const search = pageSearch(stage)
  const tools = { search, now, report, notices: undefined }
  const { pages } = openPages(stage, { ...tools, cache: null })
  const answer = answers(stage, { ...tools, pages, trust: () => undefined })
  const shop = { catalogue, ranker: ranker && rehearsed(ranker) }
  const headers = { accept: 'text/html,*/*', 'accept-language': 'en', 'user-agent': 'Mozilla/5.0' }
  const answered: Response[] = []
  // Whole and in pieces. What was done twice is compiled to run.
  for (const pieces of [1, 2, 1, 2]) {
    const request = new Request('https://shop.example/', { headers })
    const ask = async () => pageIn(pieces)
    const arrived = { request, env: {}, shop, trace: newTrace(), origin: undefined, ask }
    const response = await attempt<Response | undefined>(
      () => answer(arrived),
      () => undefined,
    )
    if (response) answered.push(response)
  }
  return answered
}

const slot = {
  ...({ purpose: 'contextual', mode: 'fill', hydrationSafe: false } as const),
  ...{ heading: 'A', limit: 8 },
}

/** The configuration without whatever needs the variables of a Worker, time or somebody else. */
function stageOf({ consent, profile, ...config }: Config): Config {
  return {
    ...config,
    routes: [{ match: '/', mode: 'page', page: 'home', keep: 'never' }],
    slots: { rehearsal: { ...slot, select: 'section[data-limen]' } },
    limits: { ...config.limits, originMs: Number.POSITIVE_INFINITY },
  }
}

function rehearsed(ranker: Ranker): Ranker {
  return {
    async rank(visit) {
      const ranking = await ranker.rehearse?.(visit)
      if (!ranking) throw new Error('its engine does not start so early')
      return ranking
    },
  }
}

function pageIn(pieces: number): Response {
  const page = new TextEncoder().encode(markup)
  const length = Math.ceil(page.length / pieces)
  let at = 0
  const body = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      controller.enqueue(page.slice(at, at + length))
      at += length
      if (at >= page.length) controller.close()
    },
  })
  const headers = { 'content-type': 'text/html', 'content-length': String(page.length) }
  return new Response(body, { headers })
}
