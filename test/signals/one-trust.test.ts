import { describe, expect, test } from 'vitest'
import { oneTrust } from '../../src/signals/index.ts'
import { deniedBy } from './ask.ts'
import { among } from './banners.ts'

const signal = oneTrust({
  C0002: 'measurement',
  C0003: ['behavioural', 'training'],
  C0004: 'advertising',
})
const mapped = ['behavioural', 'measurement', 'advertising', 'training']

function cookieWith(groups: string, { gpc = '0', awaiting = 'false' } = {}): string {
  return among(
    `OptanonConsent=isGpcEnabled=${gpc}&datestamp=Wed+Feb+01+2026+12%3A35%3A32+GMT%2B0100+(Central+European+Standard+Time)&version=202209.1.0&isIABGlobal=false&hosts=&consentId=7f3cf16d-b3e1-4781-8db1-61482d0a9dff&interactionCount=1&landingPath=https%3A%2F%2Fshop.example%2Fteams%3Ftid%3D1%26login%3Dyes&groups=${encodeURIComponent(groups)}&geolocation=AT%3B9&AwaitingReconsent=${awaiting}`,
  )
}

describe('the cookie of OneTrust', () => {
  test.each([
    ['a yes to all', 'C0001:1,C0002:1,C0003:1,C0004:1,C0005:1', []],
    ['a no to all', 'C0001:1,C0002:0,C0003:0,C0004:0,C0005:0', mapped],
    ['a no to functional cookies', 'C0001:1,C0002:1,C0003:0,C0004:1', ['behavioural', 'training']],
    ['a group that is not there', 'C0001:1,C0002:1,C0003:1', ['advertising']],
    ['a group twice, at odds', 'C0002:1,C0003:1,C0004:1,C0002:0', ['measurement']],
    ['a state that is no yes', 'C0002:2,C0003:1,C0004:1', ['measurement']],
    ['a yes that is more than one', 'C0002:11,C0003:1,C0004:1', ['measurement']],
    ['no group', '', mapped],
    ['groups without states', 'C0002,C0003,C0004', mapped],
  ])('%s', (_, groups, denied) => {
    expect(deniedBy(signal, cookieWith(groups))).toEqual(denied)
  })

  test('a choice made before the banner changed is none', () => {
    const cookie = cookieWith('C0002:1,C0003:1,C0004:1', { awaiting: 'true' })
    expect(deniedBy(signal, cookie)).toEqual(mapped)
  })

  test('Global Privacy Control is heard, also where nothing is mapped to it', () => {
    const cookie = cookieWith('C0002:1,C0003:1,C0004:1', { gpc: '1' })
    expect(deniedBy(signal, cookie)).toEqual(['advertising', 'training'])
    expect(deniedBy(oneTrust({ C0002: 'measurement' }), cookie)).toEqual([
      'advertising',
      'training',
    ])
  })

  test.each([
    [
      'another list of groups',
      `${cookieWith('C0002:1,C0003:1,C0004:1').split(';')[1]}&groups=C0002%3A1`,
    ],
    ['no list of groups', 'OptanonConsent=isGpcEnabled=0&version=202209.1.0'],
    ['nothing', 'OptanonConsent='],
    ['a broken percent sign', 'OptanonConsent=groups=%E0%A4%A'],
  ])('with %s is no yes', (_, cookie) => {
    expect(deniedBy(signal, cookie)).toEqual(mapped)
  })

  test('may have another name', () => {
    const renamed = oneTrust({ C0002: 'measurement' }, { cookie: 'OptanonShop' })
    expect(deniedBy(renamed, 'OptanonShop=groups=C0002%3A0')).toEqual(['measurement'])
    expect(deniedBy(renamed, cookieWith('C0002:0'))).toBeUndefined()
  })
})
