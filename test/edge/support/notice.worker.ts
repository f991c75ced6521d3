import { Hono } from 'hono'
import {
  consentFromRequest,
  defaultPolicy,
  pinnedKeys,
  readGpc,
  readPlace,
} from '../../../src/consent/index.ts'
import { consentService } from '../../../src/notice/index.ts'
import { placeOf } from '../../../src/policy/index.ts'
import { receiptService } from '../../../src/receipts/index.ts'

interface Env {
  readonly CONSENT_KEY: string
  readonly CONSENT_JWKS: string
}

// A shop whose own style is as rude as can be, with a notice in each page. Where the shopper is, which
// service asks and which rules the page has, tests say in headers.
const rude = `* { color: rgb(200, 0, 0); letter-spacing: 3px }
body > * { margin: 3rem !important; padding: 2rem !important; display: block !important; position: relative !important }
button, a, h2, input { font-size: 33px !important; background: yellow !important; transform: rotate(3deg) }
.bar, .limen, .chip { display: none !important }`

const text = 'Regency tea things, cake stands and bunting for every occasion. '.repeat(12)

const services = {
  plain: consentService({
    age: 'adult',
    purposes: ['behavioural', 'measurement', 'advertising'],
    privacyPolicy: '/privacy',
    receipt: receiptService({
      issuer: 'https://shop.example',
      controller: {
        name: 'Tuppence & Thistle',
        contact: 'Data protection',
        address: { street: '1 Mill Street', locality: 'Leeds', country: 'GB' },
        email: 'privacy@shop.example',
        phone: '+44 113 000000',
        service: 'shop.example',
        policyUrl: 'https://shop.example/privacy',
        withdrawUrl: 'https://shop.example/.limen/consent',
        storage: ['EU'],
        recordDays: 180,
        purposes: {
          behavioural: { keeps: { class: 'profile', days: 30 } },
          measurement: { keeps: { class: 'counters', days: 400 } },
          advertising: { keeps: { class: 'audiences', days: 30 }, recipients: ['Ads Ltd'] },
        },
      },
    }),
  }),
  file: consentService({ styles: 'file' }),
  themed: consentService({
    theme: { accent: '#1f4037', surface: '#fffdf9', text: '#26312d', scheme: 'light' },
  }),
}

const app = new Hono<{ Bindings: Env }>()

app.all('*', async (c) => {
  const { headers } = c.req.raw
  const place = headers.get('x-place') ?? 'EU-DE'
  const { country, region: regionCode, isEu } = placeOf(place)
  const cf = { country, regionCode, ...(isEu && { isEUCountry: '1' }) }
  const request = new Request(c.req.raw, { cf } as RequestInit)
  const isNotice = headers.has('x-notice-mode')
  const open = services[(headers.get('x-service') ?? 'plain') as keyof typeof services]
  const trust = {
    issuer: 'https://shop.example',
    audience: 'shop.example',
    keys: pinnedKeys(c.env.CONSENT_JWKS),
    algorithms: ['ES256'] as const,
  }
  const service = open({
    ...trust,
    languages: ['en', 'de'],
    policy: { ...defaultPolicy, noticeMode: isNotice },
    trust: () => trust,
    now: () => new Date(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    report: (error) => console.error(error),
  })
  const answer = await service.answer(request, c.env)
  if (answer) return answer
  const { pathname } = new URL(request.url)
  if (pathname !== '/' && !pathname.startsWith('/product')) return c.notFound()

  const facts = {
    consent: await consentFromRequest(request, trust, new Date()),
    gpc: readGpc(headers),
    place: readPlace(request.cf),
    language: headers.get('accept-language')?.startsWith('de') ? 'de' : 'en',
  }
  const renewal = await service.renew(request, c.env, facts)
  const decode = (bytes: Uint8Array | undefined) => (bytes ? new TextDecoder().decode(bytes) : '')
  const beside = pathname === '/product/ask' ? service.ask('behavioural', facts)?.body : undefined
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title>
<style>body{font:1rem/1.5 Georgia,serif;margin:0}main{max-width:60rem;margin:auto;padding:2rem}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#9cf}}</style>
${headers.has('x-rude') ? `<style>${rude}</style>` : ''}</head>
<body>${decode(service.notice(facts)?.body)}<main><h1>Tea things</h1>
<p><a href="/product/2" id="first">A link</a></p>${decode(beside)}${`<p>${text}</p>`.repeat(6)}
<p><a href="#" id="last">The last link</a></p></main></body></html>`
  return c.html(page, 200, {
    'cache-control': 'private, no-store',
    ...(headers.has('x-csp') && { 'content-security-policy': headers.get('x-csp') ?? '' }),
    ...(headers.has('x-referrer') && { 'referrer-policy': headers.get('x-referrer') ?? '' }),
    ...(renewal && { 'set-cookie': renewal.setCookie }),
  })
})

export default app
