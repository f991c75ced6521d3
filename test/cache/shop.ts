import {
  createPages,
  type LoadOptions,
  type Page,
  type PageRoom,
  type PagesOptions,
} from '../../src/cache/index.ts'
import {
  compilePage,
  fillTemplate,
  plainReason,
  readPage,
  searchFor,
} from '../../src/page/index.ts'

const search = searchFor([{ id: 'also', select: 'section.also' }])
export const page: PageRoom = {
  compile: (bytes) => compilePage(bytes, search),
  plainReason,
  readPage,
}
export const site = 'https://shop.example'
export const startMs = Date.parse('2026-11-01T12:00:00Z')

/** A page of the test shop, told apart by its title. */
export const pageOf = (title: string) =>
  `<!doctype html><h1>${title}</h1><section class="also"><p>old</p></section><footer>end</footer>`

export const html = (
  body: string,
  headers: Record<string, string> = { 'cache-control': 'max-age=60' },
  status = 200,
) => new Response(body, { status, headers: { 'content-type': 'text/html', ...headers } })

type Answer = (request: Request, count: number) => Response | Promise<Response>

let opened = 0
/** A cache of the platform that no other test uses. */
export function freshCache(): () => Promise<Cache> {
  const name = `pages-${++opened}`
  return () => caches.open(name)
}

/** A shop that counts what it is asked, behind pages with a clock of their own. */
export function openShop(
  answer: Answer = (_, count) => html(pageOf(`v${count}`)),
  options: Partial<PagesOptions> = {},
) {
  const clock = {
    ms: startMs,
    pass(seconds: number) {
      clock.ms += seconds * 1000
    },
  }
  const asked: Request[] = []
  const background: Promise<unknown>[] = []
  const faults: unknown[] = []
  const ask = async (request: Request) => {
    asked.push(request)
    return answer(request, asked.length)
  }
  const open = (more: Partial<PagesOptions> = {}) =>
    createPages({
      page,
      limits: { pageBytes: 2 ** 20, originMs: 2000 },
      now: () => new Date(clock.ms),
      onFault: (error) => faults.push(error),
      ...options,
      ...more,
    })
  const pages = open()

  return {
    pages,
    /** Another isolate of the same location. */
    open,
    clock,
    asked,
    faults,
    /** Waits for all that runs on after the answers. */
    settle: async () => {
      while (background.length > 0) await background.shift()
    },
    load(path = '/', { headers = {}, from = pages, ...more }: LoadMore = {}) {
      return from.load(new Request(`https://origin.example${path}`, { headers }), {
        publicOrigin: site,
        ask,
        waitUntil: (work) => background.push(work),
        ...more,
      })
    },
  }
}

interface LoadMore extends Partial<LoadOptions> {
  readonly headers?: Record<string, string>
  readonly from?: Pick<ReturnType<typeof createPages>, 'load'>
}

/** The title of a page, filled or not: which of the shop's answers this is. */
export async function titleOf(page: Page): Promise<string | undefined> {
  const body =
    page.kind === 'template'
      ? new TextDecoder().decode(page.template.original)
      : await page.response.text()
  return /<h1>(.*?)<\/h1>/.exec(body)?.[1]
}

/** A page with its slot filled. */
export function filled(page: Page): string {
  if (page.kind !== 'template') throw new Error(`untouched: ${page.reason}`)
  const fill = new Map([['also', new TextEncoder().encode('NEW')]])
  return new TextDecoder().decode(fillTemplate(page.template, fill))
}
