// Pages of a shop with every kind of neighbour for a notice. The path tells which it is: the shop is
// told nothing else.

const rude = `* { color: rgb(200, 0, 0); letter-spacing: 3px }
body > * { margin: 3rem !important; padding: 2rem !important; display: block !important; position: relative !important }
button, a, h2, input { font-size: 33px !important; background: yellow !important; transform: rotate(3deg) }
.bar, .limen, .chip { display: none !important }`

const headersOf: Readonly<Record<string, HeadersInit>> = {
  '/page/strict': { 'content-security-policy': "default-src 'self'" },
  '/page/quiet': { 'referrer-policy': 'no-referrer' },
}

const text = 'Regency tea things, cake stands and bunting for every occasion. '.repeat(12)

/** Answers as the shop. Its pages may be kept, so that a notice is tried on kept ones. */
export function askingPage({ url }: Request): Response {
  const { pathname } = new URL(url)
  const isProduct = pathname.startsWith('/product/')
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title>
<style>body{font:1rem/1.5 Georgia,serif;margin:0}main{max-width:60rem;margin:auto;padding:2rem}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#9cf}}</style>
${pathname === '/page/rude' ? `<style>${rude}</style>` : ''}</head>
<body><main><h1>Tea things</h1>
<p><a href="/product/p2" id="first">A link</a></p>
${isProduct ? '<section class="also"><p>plain also</p></section>' : ''}
${pathname === '/product/p5' ? '<section class="yours"><p>plain yours</p></section>' : ''}
${`<p>${text}</p>`.repeat(6)}
<p><a href="#" id="last">The last link</a></p></main></body></html>`
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=60',
      etag: '"1"',
      ...headersOf[pathname],
    },
  })
}
