import { describe, expect, test } from 'vitest'
import {
  compilePage,
  fillTemplate,
  type Slot,
  type Streamed,
  searchFor,
} from '../../src/page/index.ts'
import { fillArriving } from './streaming.ts'

const slot: Slot = { id: 'a', select: 'section.a' }
const section = '<section class=a>old</section>'

describe('a slot stays plain inside the root of', () => {
  test.each([
    ['React', `<div id=root><div data-reactroot="">${section}</div></div>`],
    ['Next', `<div id="__next"><main>${section}</main></div>`],
    ['Nuxt', `<div id=__nuxt>${section}</div>`],
    ['Vue 2', `<div data-server-rendered="true">${section}</div>`],
    ['Vue 3', `<div id=app data-v-app>${section}</div>`],
    ['SvelteKit', `<body data-sveltekit-preload-data=hover>${section}</body>`],
    ['Next without a marked root', `<script src=/_next/static/x.js></script>${section}`],
    ['Astro', `<astro-island uid=1>${section}</astro-island>`],
    ['a framework, which is the slot itself', '<section class=a data-v-app>old</section>'],
    ['a framework that is never closed', `<div id=__next>${section}`],
    ['Next that only its data tells of, later', `${section}<script id=__NEXT_DATA__>{}</script>`],
    ['Next that only its data tells of, before', `<script id=__NEXT_DATA__>{}</script>${section}`],
    [
      'Next that its data tells of in the slot',
      section.replace('old', '<script id=__NEXT_DATA__></script>'),
    ],
  ])('%s', async (_, page) => {
    expect(await fill(page)).toEqual({ page, reason: 'slot-hydrated' })
    const safe = { ...slot, hydrationSafe: true }
    expect((await fill(page, safe)).page).toContain('>new<')
  })
})

describe('a slot is filled', () => {
  test.each([
    ['after a root', `<div id=__next></div>${section}`],
    [
      'before a root and its data',
      `${section}<div id=__next></div><script id=__NEXT_DATA__></script>`,
    ],
    ['beside an island', `<main><astro-island></astro-island>${section}</main>`],
    ['around an island', '<section class=a><astro-island></astro-island></section>'],
    ['in a page that names a framework', `<p>data-v-app, id=__next</p>${section}`],
  ])('%s', async (_, page) => {
    const filled = await fill(page)
    expect(filled.page).toContain('<section class=a>new</section>')
    expect(filled.reason).toBeUndefined()
  })

  test('where the same place comes again outside a root', async () => {
    const page = `<div id=__next>${section}</div>${section}`
    expect((await fill(page)).page).toBe(
      `<div id=__next>${section}</div>${section.replace('old', 'new')}`,
    )
  })
})

describe('while a page arrives', () => {
  const next = `<div id=__next>${section}</div>`

  test.each([1, 5, 12, 1000])(
    'a slot in a root stays plain, in pieces of %i bytes',
    async (size) => {
      const plain = { page: next, spans: [], reason: 'slot-hydrated' }
      expect(await stream(next, size)).toMatchObject(plain)
      expect((await stream(next, size, { ...slot, hydrationSafe: true })).page).toContain('>new<')
      const after = `<astro-island></astro-island>${section}`
      expect((await stream(after, size)).page).toBe(after.replace('old', 'new'))
      const told = `<script id=__NEXT_DATA__>{}</script>${section}`
      expect(await stream(told, size)).toMatchObject({ page: told, reason: 'slot-hydrated' })
    },
  )

  test('a slot long before a trace is filled: nobody could know', async () => {
    const page = `${section}${' '.repeat(100)}<script id=__NEXT_DATA__>{}</script>`
    expect(await stream(page, 10)).toMatchObject({
      page: page.replace('old', 'new'),
      reason: undefined,
    })
  })
})

async function fill(page: string, its = slot) {
  const compiled = compilePage(encode(page), searchFor([its]))
  if ('reason' in compiled) throw new Error(compiled.reason)
  const { template } = compiled
  const filled = fillTemplate(template, new Map([['a', encode('new')]]))
  return { page: new TextDecoder().decode(filled), reason: template.plain.get('a') }
}

async function stream(page: string, size: number, its = slot) {
  let end: Streamed | undefined
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= page.length) return controller.close()
      controller.enqueue(encode(page.slice(at, at + size)))
      at += size
    },
  })
  const filled = fillArriving(body, {
    slots: [its],
    fill: () => encode('new'),
    onEnd: (streamed) => {
      end = streamed
    },
  })
  const text = await new Response(filled).text()
  return { page: text, spans: end?.spans, reason: end?.plain.get('a') }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}
