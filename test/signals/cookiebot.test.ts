import { describe, expect, test } from 'vitest'
import { cookiebot } from '../../src/signals/index.ts'
import { deniedBy, everything } from './ask.ts'
import { among } from './banners.ts'

const stamp = 'stamp:%27G+6rYDfrzwrZItFRfHCbe8iQIFLhMDCgjBS+/Oq/gZe0Lovh65ODgg==%27'
const rest = 'ver:1%2Cutc:1795162226478%2Cregion:%27ae%27'

function cookieWith([preferences, statistics, marketing]: readonly boolean[], method = 'explicit') {
  return among(
    `CookieConsent={${stamp}%2Cnecessary:true%2Cpreferences:${preferences}%2Cstatistics:${statistics}%2Cmarketing:${marketing}%2Cmethod:%27${method}%27%2C${rest}}`,
  )
}

describe('the cookie of Cookiebot', () => {
  test.each([
    ['a yes to all', [true, true, true], []],
    ['a no to all', [false, false, false], everything],
    ['preferences alone', [true, false, false], ['measurement', 'advertising', 'training']],
    ['statistics alone', [false, true, false], everything.filter((one) => one !== 'measurement')],
    ['marketing alone', [false, false, true], everything.filter((one) => one !== 'advertising')],
  ])('%s', (_, choices, denied) => {
    expect(deniedBy(cookiebot(), cookieWith(choices))).toEqual(denied)
  })

  test('consent that it calls implied is no clear yes', () => {
    expect(deniedBy(cookiebot(), cookieWith([true, true, true], 'implied'))).toEqual(everything)
  })

  test('an older one, that does not say how the choice was made, is heard', () => {
    const older = `CookieConsent={${stamp}%2Cnecessary:true%2Cpreferences:true%2Cstatistics:false%2Cmarketing:false%2C${rest}}`
    expect(deniedBy(cookiebot(), older)).toEqual(['measurement', 'advertising', 'training'])
  })

  test.each([
    ['says that this place is not asked', '-1'],
    ['says that there was no answer', '0'],
    ['is empty', ''],
    ['is cut off', '{stamp:%27G+6r%27%2Cnecessary:true%2Cpreferences:true%2Cstatis'],
    ['has names in quotes', "{'preferences':true,'statistics':true,'marketing':true}"],
    ['says yes in other words', '{preferences:1,statistics:yes,marketing:TRUE}'],
    [
      'says yes and no',
      '{preferences:true,statistics:true,marketing:true,preferences:false,statistics:false,marketing:false}',
    ],
    ['is encoded wrongly', '{preferences:true%2}'],
  ])('one that %s is no yes', (_, value) => {
    expect(deniedBy(cookiebot(), `CookieConsent=${value}`)).toEqual(everything)
  })

  test('is heard encoded in full', () => {
    const value = encodeURIComponent(
      "{stamp:'abc==',necessary:true,preferences:true,statistics:true,marketing:false,method:'explicit',ver:1}",
    )
    expect(deniedBy(cookiebot(), `CookieConsent=${value}`)).toEqual(['advertising', 'training'])
  })

  test('its categories can be mapped otherwise', () => {
    const signal = cookiebot({ marketing: 'behavioural' })
    expect(deniedBy(signal, cookieWith([false, false, true]))).toEqual([])
    expect(deniedBy(signal, cookieWith([true, true, false]))).toEqual(['behavioural'])
  })
})
