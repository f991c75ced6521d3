import { html } from 'hono/html'
import type { Category, Item } from '../catalogue.ts'
import { layout, type Markup } from './layout.ts'
import { categoryBreadcrumb, pagination, productList } from './parts.ts'

type Order = (a: Item, b: Item) => number

/** Orders that a shopper may ask for, by the value of `sort`. */
const orders: ReadonlyMap<string, readonly [name: string, order: Order]> = new Map([
  ['price', ['Price', (a, b) => a.price - b.price]],
  ['name', ['Name', (a, b) => a.title.localeCompare(b.title, 'en')]],
])

const perPage = 24
const popular = 6

export interface CategoryView {
  readonly sort: string | undefined
  readonly page: string | undefined
}

export function categoryPage(category: Category, view: CategoryView): Markup {
  const { key, name, parent, children, items } = category
  const sort = orders.has(view.sort ?? '') ? view.sort : undefined
  const order = orders.get(sort ?? '')?.[1]
  const sorted = order ? items.toSorted(order) : items
  const last = Math.max(1, Math.ceil(items.length / perPage))
  const page = Math.min(Math.max(1, Number.parseInt(view.page ?? '1', 10) || 1), last)
  const link = (to: { sort?: string | undefined; page?: number }) => {
    const query = new URLSearchParams()
    if (to.sort) query.set('sort', to.sort)
    if (to.page && to.page > 1) query.set('page', String(to.page))
    return query.size > 0 ? `/category/${key}?${query}` : `/category/${key}`
  }
  return layout(
    {
      title: page > 1 ? `${name}, page ${page}` : name,
      description: `${name}: ${items.length} things from Tuppence & Thistle.`,
      department: (parent ?? category).key,
    },
    html`${categoryBreadcrumb(category)}
<header class="category-head">
<h1>${name}</h1>
<p>${items.length} things, ${items.filter(({ available }) => available).length} of them here today</p>
${shelves(children.length > 0 ? children : (parent?.children ?? []), key)}
</header>
<section data-limen="popular-here" class="slot compact">
<h2>Well liked in ${name}</h2>
${productList(wellLiked(items))}
</section>
<div class="sort" role="group" aria-label="Sort"><span>Sort by</span>
<a href="${link({})}"${sort ? '' : html` aria-current="true"`}>What is new</a>
${[...orders].map(([value, [text]]) => html`<a href="${link({ sort: value })}"${value === sort ? html` aria-current="true"` : ''}>${text}</a>\n`)}</div>
<h2 class="hidden">All ${name}</h2>
${productList(sorted.slice((page - 1) * perPage, page * perPage))}
${pagination(page, last, (to) => link({ sort, page: to }))}`,
  )
}

function shelves(categories: readonly Category[], current: string): Markup {
  return html`<ul class="shelves">
${categories.map(({ key, name }) => html`<li><a href="/category/${key}"${key === current ? html` aria-current="page"` : ''}>${name}</a></li>\n`)}</ul>`
}

/** Without a count of sales, a steady guess: one from each sixth of what is in stock. */
function wellLiked(items: readonly Item[]): readonly Item[] {
  const inStock = items.filter(({ available }) => available)
  const step = Math.max(1, Math.floor(inStock.length / popular))
  return inStock.filter((_, index) => index % step === 0).slice(0, popular)
}
