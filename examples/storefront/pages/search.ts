import { html } from 'hono/html'
import { catalogue, search } from '../catalogue.ts'
import { layout, type Markup } from './layout.ts'
import { productList } from './parts.ts'

const shown = 48

export function searchPage(query: string): Markup {
  const found = search(query)
  const { departments } = catalogue()
  return layout(
    { title: query ? `Search for “${query}”` : 'Search', noIndex: true, query },
    html`<header class="category-head">
<h1>${query ? html`Search for “${query}”` : 'Search'}</h1>
<p>${summary(query, found.length)}</p>
</header>
${
  found.length > 0
    ? productList(found.slice(0, shown))
    : html`<ul class="shelves">
${departments.map(({ key, name }) => html`<li><a href="/category/${key}">${name}</a></li>\n`)}</ul>`
}`,
  )
}

function summary(query: string, count: number): string {
  if (query === '') return 'Type a word above, or look through the departments.'
  if (count === 0) return 'Nothing goes by that name here. Perhaps one of the departments has it.'
  if (count > shown) return `${count} things, of which here are the newest ${shown}`
  return count === 1 ? 'One thing' : `${count} things`
}
