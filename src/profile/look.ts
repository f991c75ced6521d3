import { isInAdvance } from '../lib/in-advance.ts'

/**
 * Whether a request is somebody going to a page, as browsers say it (Fetch Metadata, W3C). What a
 * browser fetches or renders in advance nobody has looked at yet, and what a program fetches, nobody.
 */
export function isLook({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  const isNavigation =
    headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
  return method === 'GET' && isNavigation && !isInAdvance(headers)
}
