import { type Sequence, sequence } from './sequence.ts'

/** The product whose page is measured: a popular one of the example shop, known to feed and model. */
export const product = '85123A'

/** Kilobytes of 1024 bytes. */
export type PageSize = number

/** Smaller, and the page's own header would not fit. */
export const smallestPage: PageSize = 8

/** Where the page of a size is, at the origin and before every contestant. */
export function pathOf(size: PageSize): string {
  return `/${size}/product/${product}`
}

/** A size in words: `137 KB`, `1 MB`. */
export function sizeText(size: PageSize): string {
  return size % 1024 === 0 ? `${size / 1024} MB` : `${size} KB`
}

/** The size that a path of `pathOf` names. */
export function sizeOf(path: string): PageSize {
  return Number(path.split('/')[1])
}

/** The selector of the one slot; an element name before the attribute keeps the parser quick. */
export const slotSelector = 'section[data-limen="bench"]'
export const slotStart = '<section data-limen="bench" class="slot">'
export const slotEnd = '</section>'

/** What contestants without a ranking put into the slot. */
export const fixedString = '<p>A fixed string where the slot was.</p>'

/**
 * The page of a shop that never was, exactly `size` kilobytes of ASCII: header, departments, cards
 * before and after one slot in the middle, footer. The same bytes every time, on every machine.
 */
export function makePage(size: PageSize): string {
  const wanted = size * 1024
  const [top, bottom] = [header(), footer('')]
  const random = sequence(size)
  const cards: string[] = []
  let length = top.length + slot.length + bottom.length
  for (;;) {
    const next = card(cards.length, random)
    if (length + next.length > wanted) break
    cards.push(next)
    length += next.length
  }
  const middle = cards.length >> 1
  const [before, after] = [cards.slice(0, middle).join(''), cards.slice(middle).join('')]
  return top + before + slot + after + footer(smallPrint(wanted - length))
}

const adjectives = ['Blue', 'Small', 'Painted', 'Woven', 'Round', 'Old', 'Striped', 'Enamel']
const nouns = ['Teapot', 'Lantern', 'Basket', 'Candle', 'Cushion', 'Jar', 'Clock', 'Apron', 'Tray']
const departments = ['Kitchen', 'Garden', 'Paper', 'Toys', 'Lighting', 'Textiles', 'Christmas']

function card(index: number, random: Sequence): string {
  const id = 10_000 + index
  const title = `${pick(adjectives, random)} ${pick(adjectives, random)} ${pick(nouns, random)}`
  const price = `${random(40)}.${String(random(100)).padStart(2, '0')}`
  return `<li class="product card card--grid" data-sku="${id}" data-position="${index}">
<a class="card__link" href="/product/${id}?ref=grid">
<img class="card__image" src="/images/${id}.jpg" srcset="/images/${id}.jpg 1x, /images/${id}@2x.jpg 2x" width="300" height="300" alt="" loading="lazy" decoding="async">
<h3 class="card__title">${title} &amp; Saucer</h3>
<p class="card__price"><span class="money">&pound;${price}</span> <small>VAT included</small></p>
</a>
<form class="card__add" action="/cart/add" method="post"><input type="hidden" name="id" value="${id}"><button type="submit" class="button button--quiet">Add to basket</button></form>
</li>
`
}

const slot = `</ul>
${slotStart}
<h2>From the same shelf</h2>
<ul class="products">
${cardsOf(4, sequence(7))}</ul>
${slotEnd}
<ul class="products">
`

function cardsOf(count: number, random: Sequence): string {
  return Array.from({ length: count }, (_, index) => card(index, random)).join('')
}

function header(): string {
  const links = departments.map(
    (name) => `<li><a class="nav__link" href="/category/${name.toLowerCase()}">${name}</a></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A product of the measured shop</title>
<link rel="stylesheet" href="/style.css">
<style>.card{border:1px solid #ddd;padding:1rem}.card__title{font-size:1rem}</style>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","sku":"${product}"}</script>
<script>window.shop={currency:"GBP",lazy:!0};if(1<2&&3>2)window.shop.ready="<section>"</script>
</head>
<body class="page page--product">
<header class="top"><a class="logo" href="/">Measured &amp; Weighed</a>
<form class="search" action="/search"><label for="q">Search</label><input id="q" name="q" type="search"><button>Search</button></form>
<nav class="nav" aria-label="Departments"><ul>
${links.join('\n')}
</ul></nav></header>
<main id="main">
<h1>A product of the measured shop</h1>
<ul class="products">
`
}

function footer(print: string): string {
  return `</ul>
</main>
<footer class="bottom"><p>Delivery, returns, terms.</p><p class="small">${print}</p></footer>
</body>
</html>
`
}

/** Fills the page up to the byte. */
function smallPrint(length: number): string {
  return 'Terms and conditions apply to this sentence. '.repeat(length / 45 + 1).slice(0, length)
}

function pick(words: readonly string[], random: Sequence): string {
  return words[random(words.length)] as string
}
