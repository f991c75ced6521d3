import { describe, expect, test } from 'vitest'
import { compilePage, type Search, searchFor } from '../../src/page/index.ts'
import { type Found, type Scanner, takeScanner } from '../../src/page/scanner.ts'

const search = searchFor([{ id: 's', select: 'section.s' }])

describe('a page', () => {
  test('may hold a tag that is longer than what is read at a time', () => {
    const long = `<p title="${'x>'.repeat(150_000)}">`
    expect(slotIn(`${long}<section class=s>in it</section>`)).toBe('in it')
  })

  test('is left alone when it names more kinds of elements than can be followed', () => {
    const names = Array.from({ length: 1100 }, (_, i) => `<x-${i}></x-${i}>`).join('')
    expect(slotIn(`${names}<section class=s>in it</section>`)).toBe('page-ambiguous')
    expect(slotIn('<x-1><section class=s>in it</section></x-1>')).toBe('in it')
  })

  test('is told apart from another one that comes at the same time', () => {
    const [one, other] = [follow(search), follow(search)]
    one.scanner.push(encode('<div><section cl'))
    other.scanner.push(encode('<ul><li><section class="s"><b'))
    one.scanner.push(encode('ass="s">'), true)
    other.scanner.push(encode('></b></section>'), true)
    expect(one.found.map(({ level, start, end }) => [level, start, end])).toEqual([[2, 5, 24]])
    expect(other.found.map(({ level, start, end }) => [level, start, end])).toEqual([[3, 8, 27]])
    one.scanner.release()
    other.scanner.release()
  })

  test('is read the same after one that was broken off', () => {
    const broken = follow(search)
    broken.scanner.push(encode('<svg><script>let a = "<!-- <script'))
    broken.scanner.release()
    expect(slotIn('<section class=s>in it</section>')).toBe('in it')
  })
})

test('selectors cannot ask for more than a scanner has room for', () => {
  const ask = (select: string) => () => searchFor([{ id: 's', select }])
  const many = (of: (i: number) => string) => Array.from({ length: 200 }, (_, i) => of(i)).join()
  expect(ask(`div[data-${'x'.repeat(60)}]`)).toThrow(/attributes of over 64 bytes/)
  expect(ask(many((i) => `x-${i}`))).toThrow(/too many elements/)
  expect(ask(many((i) => `[x-${i}]`))).toThrow(/too many attributes/)
})

function slotIn(page: string): string | undefined {
  const compiled = compilePage(encode(page), search)
  if ('reason' in compiled) return compiled.reason
  const [span] = compiled.template.spans
  return span && page.slice(span.start, span.end)
}

function follow(search: Search): { readonly scanner: Scanner; readonly found: Found[] } {
  const found: Found[] = []
  const nothing = () => undefined
  const met = (one: Found) => void found.push(one)
  return {
    scanner: takeScanner(search, { met, left: nothing, passed: nothing, lost: nothing }),
    found,
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}
