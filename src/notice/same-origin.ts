import { consentPath } from './paths.ts'

/**
 * Whether a page of this very site sent a request, as browsers say and no page can forge. A site next
 * door (`same-site`) is another one. Who says nothing is not believed.
 */
export function isSameOrigin({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  return headers.get('origin') === new URL(url).origin
}

/**
 * The page of this site to go back to: where the form says it was shown, else where the browser came
 * from. Whole addresses of this origin alone, because a path such as `//elsewhere`
 * would name another host.
 */
export function wayBack({ headers, url }: Request, named: string | null): string | undefined {
  const { origin } = new URL(url)
  for (const address of [named, headers.get('referer')]) {
    const back = address ? URL.parse(address, origin) : null
    if (back?.origin === origin && !back.pathname.startsWith(consentPath)) {
      return origin + back.pathname + back.search
    }
  }
  return undefined
}
