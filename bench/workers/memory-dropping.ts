import { collecting } from './collecting.ts'
import passThrough from './pass-through.ts'

/** Asks for each page and reads none: what a process holds for asking alone. */
export default collecting({
  async fetch(request: Request, env: { ORIGIN: string }) {
    const page = await passThrough.fetch(request, env)
    await page.body?.cancel()
    return new Response('<!doctype html></html>\n')
  },
})
