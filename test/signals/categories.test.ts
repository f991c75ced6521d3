import { describe, expect, test } from 'vitest'
import { oneTrust, shopify } from '../../src/signals/index.ts'
import { deniedBy } from './ask.ts'

describe('a mapping of categories', () => {
  test.each([
    ['a misspelt purpose', { C0003: 'behavoural' }],
    ['no purpose', { C0003: [] }],
    ['nothing', { C0003: undefined }],
    ['a name that every object has', { C0003: 'toString' }],
  ])('with %s does not start', (_, categories) => {
    expect(() => oneTrust(categories as never)).toThrow(
      'onetrust.C0003: must be one or more of contextual, behavioural',
    )
  })

  test('names what is not of the banner only in its own option', () => {
    expect(() => shopify({ sale: 'advertising' } as never)).not.toThrow()
  })

  test('may take contextual away, if the operator says so', () => {
    const signal = oneTrust({ C0001: 'contextual' })
    expect(deniedBy(signal, 'OptanonConsent=groups=C0001%3A0')).toEqual(['contextual'])
  })
})
