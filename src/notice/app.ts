import type { Context } from 'hono'
import { Hono } from 'hono/tiny'
import { statusListApp } from '../consent/revocation.ts'
import type { Purpose } from '../policy/index.ts'
import { importDecision } from './bridge.ts'
import type { choosing, Manner } from './choose.ts'
import type { NewChoice } from './decide.ts'
import { NoticeError, readForm, readImport } from './form.ts'
import type { Service } from './options.ts'
import { chip } from './pages/banner.ts'
import { centre, exception, problemSheet } from './pages/centre.ts'
import { sheetPage } from './pages/frame.ts'
import { type Markup, toAscii } from './pages/markup.ts'
import { consentPath, gpcPath } from './paths.ts'
import { offeredAt } from './regime.ts'
import { isSameOrigin, wayBack } from './same-origin.ts'
import { noticeScript } from './script.ts'
import { isOn } from './standing.ts'
import type { Words } from './words/words.ts'

const noStore = { 'cache-control': 'no-store' }

/** A page's own: no script, nothing framed, nothing loaded or sent elsewhere. */
const pageHeaders = {
  ...noStore,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // The form that is on the page says where it was; nobody else is told.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Their addresses change with what they hold. */
const fileHeaders = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
}

/** Builds the app that answers `/.limen/consent` and `/.well-known/gpc.json`. */
export function consentApp(service: Service, { chooserOf, choose }: ReturnType<typeof choosing>) {
  const { options, site, wanted, wordsOf, files, styles, keysOf } = service
  const { gpcSince, profileDays = 30, privacyPolicy, receipt } = options

  const app = new Hono()
  app.onError((error, c) => {
    if (!(error instanceof NoticeError)) site.report(error)
    return problem(c, error)
  })
  // No other address gets here, so it is the method.
  app.notFound((c) => problem(c, new NoticeError(405, 'form')))
  app.get(gpcPath, (c) =>
    c.json({ gpc: true, ...(gpcSince && { lastUpdate: gpcSince }) }, 200, noStore),
  )
  const pages = app.basePath(consentPath)
  pages.get('/', showCentre)
  pages.post('/', takeChoice)
  pages.get('/exception', showException)
  pages.post('/bridge', takeImport)
  pages.get('/receipt', sendReceipt)
  pages.get('/keys', (c) => c.json(keysOf(c.env).publicJwks, 200, noStore))
  pages.get('/notice.css', (c) =>
    c.body(styles.sheet, 200, { ...fileHeaders, 'content-type': 'text/css' }),
  )
  pages.get('/notice.js', (c) =>
    c.body(noticeScript, 200, { ...fileHeaders, 'content-type': 'text/javascript' }),
  )
  const { revocations: store } = options
  if (store) {
    const privateJwk = (env: unknown) => keysOf(env).privateJwk
    app.route('/', statusListApp({ store, privateJwk, issuer: site.issuer, now: site.now }))
  }
  return app

  async function showCentre(c: Context) {
    const chooser = await chooserOf(c.req.raw, c.env)
    const { standing, place, gpc, signalled, now } = chooser
    const words = wordsFor(c)
    const consent = standing?.consent
    const offered = [
      { purpose: 'contextual', ground: 'none' } as const,
      ...offeredAt(place, wanted),
    ]
    const on = offered
      .map(({ purpose }) => purpose)
      .filter((purpose) => isOn(purpose, consent, now))
      .filter((purpose) => !signalled.has(purpose) || consent?.overrides.includes(purpose))
    const sheet = centre(words, {
      offered,
      granted: new Set(on),
      gpc,
      signalled: new Set([...signalled].filter((purpose) => !on.includes(purpose))),
      hasChosen: consent?.confirmed === true,
      isSaved: c.req.query('saved') === '1',
      from: wayBack(c.req.raw, c.req.query('from') ?? null),
      profileDays,
      privacyPolicy,
      hasReceipt: receipt !== undefined,
    })
    return showSheet(c, words, words.centre.title, sheet)
  }

  function showException(c: Context) {
    const words = wordsFor(c)
    const named = c.req.query('for')?.split(',') ?? []
    const asked = wanted.filter((purpose) => named.includes(purpose))
    if (asked.length === 0) throw new NoticeError(400, 'purpose')
    const from = wayBack(c.req.raw, c.req.query('from') ?? null)
    return showSheet(c, words, words.gpc.conflictTitle, exception(words, { asked, from }))
  }

  async function takeChoice(c: Context) {
    if (!isSameOrigin(c.req.raw)) throw new NoticeError(403, 'elsewhere')
    const form = await readForm(c.req.raw, ['contextual', ...wanted])
    const words = wordsFor(c, form.language)
    const chooser = await chooserOf(c.req.raw, c.env)
    const isException = form.choice === 'exception'
    const manner: Manner = { mechanism: form.via, words, isException }
    const { choice, setCookies } = await choose(form, chooser, manner, c.env)
    for (const cookie of setCookies) c.header('set-cookie', cookie, { append: true })
    const from = wayBack(c.req.raw, form.from)
    const { conflicts } = choice
    if (!wantsJson(c)) {
      const to = conflicts.length > 0 ? exceptionAddress(conflicts, from, words) : from
      // Where the page of the question is not known, the centre says that all is saved.
      return c.redirect(to ?? `${consentPath}?saved=1&lang=${words.language}`, 303)
    }
    const decided = yesAndNo(choice)
    if (conflicts.length > 0) {
      const sheet = toAscii(exception(words, { asked: conflicts, from }))
      return c.json({ sheet, decided }, 200, noStore)
    }
    const notice = toAscii(chip(words, chooser.gpc && choice.overrides.length === 0))
    return c.json({ notice, said: words.saved, decided }, 200, noStore)
  }

  async function takeImport(c: Context) {
    if (!isSameOrigin(c.req.raw)) throw new NoticeError(403, 'elsewhere')
    const chooser = await chooserOf(c.req.raw, c.env)
    const imported = await readImport(c.req.raw, chooser.now)
    const decision = importDecision(imported, chooser, service)
    if (!decision) return c.json({ changed: false }, 200, noStore)
    const { chosenAt } = imported
    const manner: Manner = { mechanism: 'import', words: wordsFor(c), chosenAt }
    const { choice, setCookies } = await choose(decision, chooser, manner, c.env)
    for (const cookie of setCookies) c.header('set-cookie', cookie, { append: true })
    const { conflicts } = choice
    return c.json({ changed: true, decided: yesAndNo(choice), conflicts }, 200, noStore)
  }

  async function sendReceipt(c: Context) {
    const { standing, now } = await chooserOf(c.req.raw, c.env)
    if (!receipt || !standing) throw new NoticeError(404, 'none')
    const keys = keysOf(c.env)
    const answer = await receipt({ ...standing, request: c.req.raw, env: c.env, keys, now })
    const headers = new Headers(answer.headers)
    headers.set('cache-control', 'no-store')
    return new Response(answer.body, { status: answer.status, headers })
  }

  function showSheet(
    c: Context,
    words: Words,
    title: string,
    sheet: Markup,
    status: 200 | 400 = 200,
  ) {
    if (wantsJson(c)) return c.json({ sheet: toAscii(sheet) }, status, noStore)
    return c.html(sheetPage(words, title, sheet, files), status, pageHeaders)
  }

  function problem(c: Context, error: Error) {
    const known = error instanceof NoticeError ? error : undefined
    const status = (known?.status ?? 500) as 400
    const words = wordsFor(c)
    const title = words.problems[known?.problem ?? 'fault']
    if (c.req.header('accept')?.includes('text/html')) {
      return c.html(sheetPage(words, title, problemSheet(words, title), files), status, pageHeaders)
    }
    const code = known?.code ?? 'ERR_UNEXPECTED'
    return c.body(JSON.stringify({ type: 'about:blank', status, title, code }), status, {
      ...noStore,
      'content-type': 'application/problem+json',
    })
  }

  function wordsFor(c: Context, named: string | null = c.req.query('lang') ?? null): Words {
    return wordsOf(`${named ?? ''},${c.req.header('accept-language') ?? ''}`)
  }
}

function yesAndNo({ states }: NewChoice): Record<string, boolean> {
  return Object.fromEntries([...states].map(([purpose, state]) => [purpose, state === 'g']))
}

function exceptionAddress(
  conflicts: readonly Purpose[],
  from: string | undefined,
  { language }: Words,
): string {
  const query = new URLSearchParams({
    for: conflicts.join(),
    lang: language,
    ...(from && { from }),
  })
  return `${consentPath}/exception?${query}`
}

function wantsJson(c: Context): boolean {
  return c.req.header('accept')?.startsWith('application/json') === true
}
