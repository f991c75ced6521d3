import { html } from 'hono/html'
import { categoryKey, type Item, leafOf, variantsOf } from '../catalogue.ts'
import { layout, type Markup } from './layout.ts'
import { breadcrumb, pounds, productList } from './parts.ts'

const alike = 8

export function productPage(item: Item): Markup {
  const { id, title, price, available, parent, leaf } = item
  return layout(
    {
      title,
      description: `${title}, ${pounds(price)}. ${leaf} from Tuppence & Thistle.`,
      department: categoryKey(parent),
    },
    html`${breadcrumb(item)}
<article class="detail">
<img class="picture" src="/images/${id}.svg" width="600" height="600" alt="Drawing: ${title}">
<div class="buy">
<h1>${title}</h1>
<p class="price">${pounds(price)} <small>VAT included</small></p>
<p class="stock ${available ? 'in' : 'out'}">${available ? 'In stock, posted within two days' : 'Out of stock for now'}</p>
${variants(item)}
${available ? addForm(item) : html`<p>Nothing to be done about it today, but <a href="/category/${categoryKey(leaf)}">the rest of ${leaf}</a> is worth a look.</p>`}
<dl><dt>Shelf</dt><dd><a href="/category/${categoryKey(leaf)}">${leaf}</a></dd><dt>Code</dt><dd>${id}</dd><dt>Delivery</dt><dd>£3.95, free from £50</dd><dt>Returns</dt><dd>Thirty days</dd></dl>
</div>
</article>
<section data-limen="also-like" class="slot">
<h2>From the same shelf</h2>
${productList(sameShelf(item))}
</section>`,
  )
}

function addForm({ id }: Item): Markup {
  return html`<form class="add" action="/cart/add" method="post">
<input type="hidden" name="id" value="${id}">
<label for="quantity">How many</label>
<input id="quantity" name="quantity" type="number" value="1" min="1" max="99" inputmode="numeric">
<button>Add to basket</button>
</form>`
}

function variants(item: Item): Markup {
  const others = variantsOf(item)
  if (others.length === 0) return html``
  return html`<div class="variants"><h2>Also comes as</h2><ul>
${others.slice(0, 12).map(({ id, title }) => html`<li><a href="/product/${id}"><img src="/images/${id}.svg" width="56" height="56" alt="">${title}</a></li>\n`)}</ul></div>`
}

/** The neighbours on the shelf, other than the item's own variants. */
function sameShelf(item: Item): readonly Item[] {
  const shelf = leafOf(item).items.filter(
    ({ id, group, available }) =>
      id === item.id || (available && (group === '' || group !== item.group)),
  )
  const at = shelf.findIndex(({ id }) => id === item.id)
  return [...shelf.slice(at + 1), ...shelf.slice(0, at)].slice(0, alike)
}
