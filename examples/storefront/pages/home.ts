import { html } from 'hono/html'
import { type Category, catalogue, type Item } from '../catalogue.ts'
import { layout, type Markup } from './layout.ts'
import { productList } from './parts.ts'

const shown = 8

export function homePage(): Markup {
  const { departments } = catalogue()
  return layout(
    {
      title: 'Presents and useful prettiness',
      description: 'An English gift shop: mugs, bunting, candles, tins and things nobody needs.',
    },
    html`<section class="hero">
<div>
<p class="kicker">Autumn at the shop</p>
<h1>Little things that make a house glad</h1>
<p>Teacups with roses, tins for biscuits, lights for the long evenings. Most of it costs less than lunch.</p>
<p><a class="button" href="/category/kitchen-dining">Set the table</a> <a class="button quiet" href="/category/christmas-easter">Think of Christmas</a></p>
</div>
<div class="shelf" aria-hidden="true">${window(departments).map(({ id }) => html`<img src="/images/${id}.svg" width="300" height="300" alt="">`)}</div>
</section>
<section data-limen="picked-for-you" class="slot">
<h2>New in the shop</h2>
${productList(newThings(departments))}
</section>
<section class="tiles" aria-labelledby="departments">
<h2 id="departments">All departments</h2>
<ul>
${departments.map(departmentTile)}</ul>
</section>
<section class="promise">
<div><h2>Wrapped by hand</h2><p>Everything leaves here in brown paper, with a ribbon and no bill.</p></div>
<div><h2>Thirty days to dither</h2><p>Send back what did not suit. We shall not ask why.</p></div>
<div><h2>A shop, not a warehouse</h2><p>Four people, one cat, and a kettle that is never quite cold.</p></div>
</section>`,
  )
}

/** What came last, one from each department in turn, so that the shelf is mixed. */
function newThings(departments: readonly Category[]): readonly Item[] {
  const things = departments.map(({ items }) => items[0]).filter((item) => item !== undefined)
  return things.slice(0, shown)
}

/** Six things for the window, by what they are called. */
function window(departments: readonly Category[]): readonly Item[] {
  const wanted = ['teacup and saucer', 'lantern', 'bunting', 'heart', 'biscuit tin', 'jumbo bag']
  const all = departments.flatMap(({ items }) => items)
  return wanted.flatMap((words) => all.find((item) => item.words.includes(words)) ?? [])
}

function departmentTile({ key, name, items, children }: Category): Markup {
  const cover = items[1] ?? items[0]
  return html`<li><a href="/category/${key}"><img src="/images/${cover?.id}.svg" width="300" height="300" alt="" loading="lazy" decoding="async"><span><strong>${name}</strong><small>${children.length} ${children.length === 1 ? 'shelf' : 'shelves'}, ${items.length} things</small></span></a></li>\n`
}
