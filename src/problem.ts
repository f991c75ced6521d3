import { html } from 'hono/html'
import { RequestError } from './errors.ts'

/**
 * The answer to a request that could not be served: a page for a browser, an RFC 9457 problem for
 * a program. What went wrong inside is never told; a bug is a bare 500.
 */
export async function toProblem(error: unknown, accept: string | null): Promise<Response> {
  const known = error instanceof RequestError ? error : undefined
  const status = known?.status ?? 500
  const title = known?.message ?? 'Something went wrong'
  const headers = { 'cache-control': 'no-store' }
  if (accept?.includes('text/html')) {
    return new Response(await page(status, title), {
      status,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    })
  }
  const problem = { type: 'about:blank', status, title, ...(known && { code: known.code }) }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  })
}

async function page(status: number, title: string): Promise<string> {
  const markup = await html`<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${title}</title>
  <style>
    body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 20vh auto; max-width: 28rem; padding: 0 1rem }
    p { color: #555 }
  </style>
  <h1>${title}</h1>
  <p>Please try again in a moment, or go <a href="/">to the start page</a>. (${status})</p>
</html>`
  return markup.toString()
}
