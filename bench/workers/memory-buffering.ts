import { collecting } from './collecting.ts'
import passThrough from './pass-through.ts'

/** Reads each page whole and keeps none: what a process holds for the garbage alone. */
export default collecting({
  async fetch(request: Request, env: { ORIGIN: string }) {
    const page = await passThrough.fetch(request, env)
    return new Response(await page.arrayBuffer(), page)
  },
})
