import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.ts'
import { type PriceDisclosureOptions, priceDisclosure } from '../../src/notice/index.ts'
import { placeOf } from '../../src/policy/index.ts'

const fixed = 'THIS PRICE WAS SET BY AN ALGORITHM USING YOUR PERSONAL DATA'
const notice =
  'Prices on this page were personalised for you on the basis of automated decision-making.'

describe('what a page says of personal prices', () => {
  test.each([
    ['EU-DE', [notice]],
    ['GB', [notice]],
    ['US-CT', [notice]],
    ['US-CA', [notice]],
    ['US-NY', [fixed, notice]],
    ['ZZ', [fixed, notice]],
    ['US', [fixed, notice]],
  ])('in %s', async (code, expected) => {
    expect((await shown(disclosed(code, 'en'))).lines).toEqual(expected)
  })

  test.each([
    ['de', 'de', /automatisierten Entscheidungsfindung f\u00fcr Sie personalisiert/],
    ['de-AT,en;q=0.5', 'de', /automatisierten Entscheidungsfindung/],
    ['en-GB', 'en', /automated decision-making/],
    ['fr', 'en', /automated decision-making/],
    ['', 'en', /automated decision-making/],
  ])('for %s, in %s', async (language, lang, words) => {
    const { attributes, lines } = await shown(disclosed('EU-DE', language))
    expect(attributes.lang).toBe(lang)
    expect(lines.join()).toMatch(words)
  })

  test('is fixed in New York, in English on a German page', async () => {
    const bytes = disclosed('US-NY', 'de', { words: { de: { notice: 'Eigenes' } } })
    expect((await shown(bytes)).lines).toEqual([fixed, 'Eigenes'])
    expect(text(bytes)).toMatch(new RegExp(`<strong lang="en"[^>]*>${fixed}</strong>`))
  })

  test('is a named region that every browser shows, and the shop colours', async () => {
    const bytes = disclosed('US-NY', 'de')
    const { attributes } = await shown(bytes)
    expect(attributes).toMatchObject({ role: 'region', 'aria-label': 'Pers\u00f6nliche Preise' })
    for (const name of ['surface', 'text', 'font']) {
      expect(attributes.style).toContain(`var(--limen-${name},`)
    }
    expect(text(bytes)).toMatch(/^[\x20-\x7e]+$/)
    expect(text(bytes)).not.toMatch(/<script|<template|hidden|display:none/)
  })

  test('takes words of other languages, and they stay words', async () => {
    const words = {
      'fr-CA': { notice: 'Ici <b>aussi</b>' },
      fr: { label: 'Prix', notice: 'Ces prix & \u00e9carts' },
    }
    const french = await shown(disclosed('EU-FR', 'fr', { words }))
    expect(french).toMatchObject({
      attributes: { lang: 'fr', 'aria-label': 'Prix' },
      lines: ['Ces prix & \u00e9carts'],
    })
    const canadian = await shown(disclosed('CA-QC', 'fr-CA', { words }))
    expect(canadian).toMatchObject({
      attributes: { lang: 'fr-CA', 'aria-label': 'Prix' },
      lines: ['Ici <b>aussi</b>'],
    })
  })

  test('cannot be nothing', () => {
    const empty = { words: { de: { notice: ' ' } } }
    expect(() => priceDisclosure(empty)).toThrow(ConfigError)
  })
})

function disclosed(code: string, language: string, options?: PriceDisclosureOptions): Uint8Array {
  return priceDisclosure(options)({ place: placeOf(code), language }) as Uint8Array
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** What a person reads, line by line, and what is said of the element. */
async function shown(bytes: Uint8Array) {
  const lines: string[] = []
  let attributes: Record<string, string> = {}
  const line = {
    element: () => void lines.push(''),
    text: ({ text }: { text: string }) => void lines.push((lines.pop() ?? '') + text),
  }
  const rewriter = new HTMLRewriter()
    .on('limen-disclosure', {
      element: (element) => {
        attributes = Object.fromEntries(
          [...element.attributes].map(([name = '', value = '']) => [name, decoded(value)]),
        )
      },
    })
    .on('limen-disclosure > *', line)
  await rewriter.transform(new Response(bytes, { headers: { 'content-type': 'text/html' } })).text()
  return { attributes, lines: lines.map(decoded) }
}

function decoded(markup: string): string {
  return markup
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
