import { describe, expect, test } from 'vitest'
import {
  compilePage,
  fillTemplate,
  type Slot,
  type Streamed,
  streamPage,
} from '../../src/page/index.ts'

const contentType = 'text/html; charset=utf-8'
const slot: Slot = { id: 'a', select: 'section.a' }
const section = '<section class=a>old</section>'

describe('a slot stays plain inside the root of', () => {
  test.each([
    ['React', `<div id=root><div data-reactroot="">${section}</div></div>`],
    ['Next', `<div id="__next"><main>${section}</main></div>`],
    ['Nuxt', `<div id=__nuxt>${section}</div>`],
    ['Vue 2', `<div data-server-rendered="true">${section}</div>`],
    ['Vue 3', `<div id=app data-v-app>${section}</div>`],
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
  test('a slot in a root stays plain', async () => {
    const page = `<div id=__next>${section}</div>`
    expect(await stream(page)).toMatchObject({ page, spans: [], reason: 'slot-hydrated' })
  })

  test('data that comes after a slot comes too late, and that is told', async () => {
    const page = `${section}<script id=__NEXT_DATA__>{}</script>`
    const streamed = await stream(page)
    expect(streamed.page).toBe(page.replace('old', 'new'))
    expect(streamed).toMatchObject({ spans: [{ slot: 'a' }], reason: 'slot-hydrated' })
  })
})

async function fill(page: string, its = slot) {
  const compiled = await compilePage(encode(page), contentType, [its])
  if ('reason' in compiled) throw new Error(compiled.reason)
  const { template } = compiled
  const filled = fillTemplate(template, new Map([['a', encode('new')]]))
  return { page: new TextDecoder().decode(filled), reason: template.plain.get('a') }
}

async function stream(page: string) {
  let end: Streamed | undefined
  const body = new Response(page).body as ReadableStream<Uint8Array>
  const filled = streamPage(body, {
    contentType,
    slots: [slot],
    fill: async () => encode('new'),
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
