import { Recent } from '../../src/lib/recent.ts'
import { collecting } from './collecting.ts'
import passThrough from './pass-through.ts'

const pages = new Recent<string, ArrayBuffer>(16 * 2 ** 20, ({ byteLength }) => byteLength)

/** Reads each page whole and keeps the last 16 MB of them, as they are: what any such cache costs. */
export default collecting({
  async fetch(request: Request, env: { ORIGIN: string }) {
    const page = await passThrough.fetch(request, env)
    const bytes = await page.arrayBuffer()
    pages.set(request.url, bytes)
    return new Response(bytes, page)
  },
})
