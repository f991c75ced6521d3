import { type Context, Hono } from 'hono'
import { currentAccount, logIn, logOut } from './accounts.ts'
import { addToCart, readCart, readQuantity, setQuantity, totals, writeCart } from './cart.ts'
import { catalogue } from './catalogue.ts'
import { accountPage, logInPage } from './pages/account.ts'
import { cartPage } from './pages/cart.ts'
import { categoryPage } from './pages/category.ts'
import { addressFields, checkoutPage, thanksPage } from './pages/checkout.ts'
import { homePage } from './pages/home.ts'
import type { Markup } from './pages/layout.ts'
import { notFoundPage } from './pages/not-found.ts'
import { productPage } from './pages/product.ts'
import { searchPage } from './pages/search.ts'
import { drawPicture } from './pictures/picture.ts'
import { mirror } from './received.ts'
import { favicon, style } from './style.ts'

const app = new Hono()

app.use(mirror('/_received'))

/** Shared pages look neither at who asks nor at any cookie: one copy serves everybody. */
const shared = (c: Context, page: Markup, status: 200 | 404 = 200) =>
  c.html(page, status, { 'Cache-Control': 'public, max-age=60' })

const personal = (c: Context, page: Markup, status: 200 | 422 = 200) =>
  c.html(page, status, { 'Cache-Control': 'private, no-store' })

const goTo = (c: Context, path: string) => {
  c.header('Cache-Control', 'private, no-store')
  return c.redirect(path, 303)
}

const asset = (c: Context, body: string, type: string) =>
  c.body(body, 200, {
    'Content-Type': type,
    'Cache-Control': 'public, max-age=3600',
    'X-Content-Type-Options': 'nosniff',
  })

app.get('/', (c) => shared(c, homePage()))

app.get('/category/:category', (c) => {
  const category = catalogue().categories.get(c.req.param('category'))
  if (!category) return c.notFound()
  return shared(c, categoryPage(category, { sort: c.req.query('sort'), page: c.req.query('page') }))
})

app.get('/product/:id', (c) => {
  const item = catalogue().items.get(c.req.param('id'))
  return item ? shared(c, productPage(item)) : c.notFound()
})

app.get('/search', (c) => shared(c, searchPage((c.req.query('q') ?? '').trim().slice(0, 80))))

app.get('/cart', (c) => personal(c, cartPage(readCart(c))))

app.post('/cart/add', async (c) => {
  const { id, quantity = '1' } = await c.req.parseBody()
  const item = catalogue().items.get(String(id))
  if (item?.available) writeCart(c, addToCart(readCart(c), item, readQuantity(quantity)))
  return goTo(c, '/cart')
})

app.post('/cart/update', async (c) => {
  const { id, quantity } = await c.req.parseBody()
  const lines = readCart(c)
  const line = lines.find(({ item }) => item.id === id)
  if (line) writeCart(c, setQuantity(lines, line.item, readQuantity(quantity)))
  return goTo(c, '/cart')
})

app.post('/cart/remove', async (c) => {
  const { id } = await c.req.parseBody()
  const lines = readCart(c)
  writeCart(
    c,
    lines.filter(({ item }) => item.id !== id),
  )
  return goTo(c, '/cart')
})

app.get('/checkout', (c) => {
  const lines = readCart(c)
  return lines.length > 0 ? personal(c, checkoutPage(lines)) : goTo(c, '/cart')
})

app.post('/checkout', async (c) => {
  const lines = readCart(c)
  if (lines.length === 0) return goTo(c, '/cart')
  const form = await c.req.parseBody()
  const typed = Object.fromEntries(
    addressFields.map(({ name }) => [name, String(form[name] ?? '').trim()]),
  )
  const missing = addressFields.filter(({ name }) => !typed[name]).map(({ label }) => label)
  if (missing.length > 0) return personal(c, checkoutPage(lines, typed, missing), 422)
  currentAccount(c)?.orders.unshift({
    number: `T${crypto.randomUUID().slice(0, 6).toUpperCase()}`,
    placed: new Date(),
    lines,
    total: totals(lines).total,
  })
  writeCart(c, [])
  return goTo(c, '/checkout/thanks')
})

app.get('/checkout/thanks', (c) => personal(c, thanksPage()))

app.get('/account', (c) => {
  const account = currentAccount(c)
  return personal(c, account ? accountPage(account) : logInPage())
})

app.post('/account/login', async (c) => {
  const { email } = await c.req.parseBody()
  const typed = String(email ?? '').trim()
  if (!/^\S+@\S+$/.test(typed)) {
    return personal(c, logInPage('That does not look like an e-mail address.'), 422)
  }
  logIn(c, typed)
  return goTo(c, '/account')
})

app.post('/account/logout', (c) => {
  logOut(c)
  return goTo(c, '/account')
})

app.get('/images/:file{[0-9A-Z]+\\.svg}', (c) => {
  const item = catalogue().items.get(c.req.param('file').slice(0, -'.svg'.length))
  return item ? asset(c, drawPicture(item), 'image/svg+xml') : c.notFound()
})

app.get('/style.css', (c) => asset(c, style, 'text/css; charset=utf-8'))
app.get('/favicon.svg', (c) => asset(c, favicon, 'image/svg+xml'))
app.get('/favicon.ico', (c) => c.redirect('/favicon.svg', 301))
app.get('/robots.txt', (c) =>
  c.text('User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /account\n'),
)

app.notFound((c) => shared(c, notFoundPage(), 404))

export default app
