import { describe, expect, test } from 'vitest'
import type { Signal } from '../../src/consent/index.ts'
import { gpp, tcf, usPrivacy } from '../../src/signals/index.ts'
import { deniedBy, everything } from './ask.ts'

const sharing = ['advertising', 'training']
const furtherUse = ['pricing', ...sharing]

// A yes to all, of 1 November 2026, taken apart: 213 bits ahead of the vendors, vendors, segments.
const head = 'CQtAQoAQtAQoAAKABAENBkFgA'
const yes = `${head}P_gAAAAAAYgAAAAAAAA`
const disclosed = 'IAEEEAAA'

describe('strings made by hand, and some that were met', () => {
  test.each<[string, Signal, string, string[]]>([
    // US Privacy
    ['notice given, sale goes on', usPrivacy(), 'us_privacy=1YNN', []],
    ['sale opted out', usPrivacy(), 'us_privacy=1YYN', sharing],
    ['opted out, in lower case', usPrivacy(), 'us_privacy=1yyn', sharing],
    ['no law of the kind applies', usPrivacy(), 'us_privacy=1---', []],
    ['no notice, but an opt-out', usPrivacy(), 'us_privacy=1NY-', sharing],
    ['a later version', usPrivacy(), 'us_privacy=2YNN', sharing],
    ['cut off', usPrivacy(), 'us_privacy=1YN', sharing],
    ['too long', usPrivacy(), 'us_privacy=1YNNN', sharing],
    ['another letter', usPrivacy(), 'us_privacy=1YXN', sharing],
    ['empty', usPrivacy(), 'us_privacy=', sharing],
    ['in quotes', usPrivacy(), 'us_privacy="1YNN"', sharing],
    ['twice, and at odds', usPrivacy(), 'us_privacy=1YNN; us_privacy=1YYN', sharing],
    ['under the name OneTrust has for it', usPrivacy(), 'usprivacy=1YYY', sharing],
    // GPP: the header
    ['no section at all', gpp(), '__gpp=DBAA', []],
    ['empty', gpp(), '__gpp=', everything],
    ['not a header', gpp(), '__gpp=CPXxGfA', everything],
    ['a header of another version', gpp(), '__gpp=DCAA', everything],
    ['a header without its section', gpp(), '__gpp=DBABTA', everything],
    ['a section without its header', gpp(), '__gpp=DBAA~1YNN', everything],
    ['an empty section', gpp(), '__gpp=DBABTA~', everything],
    ['a section more than announced', gpp(), '__gpp=DBABTA~1YNN~1YNN', everything],
    ['a section that nobody knows yet', gpp(), '__gpp=DBABKYA~BQBA', everything],
    ['a range of ten million sections', gpp(), '__gpp=DBAB5IEKSgw', everything],
    ['a number without an end', gpp(), `__gpp=DBAB${'S'.repeat(60)}`, everything],
    ['padding in the header', gpp(), '__gpp=DBAAAA', []],
    ['something else in the padding', gpp(), '__gpp=DBAAAB', everything],
    // GPP: sections
    ['US Privacy within', gpp(), '__gpp=DBABTA~1YYN', sharing],
    ['US Privacy within, spoilt', gpp(), '__gpp=DBABTA~1Y', everything],
    ['met: nothing opted out', gpp(), 'OTGPPConsent=DBABLA~BVQqAAAACgA.QA', []],
    ['met: nothing opted out, under an agreement', gpp(), '__gpp=DBABLA~BVQqAAAACZA.QA', []],
    ['met: opted out', gpp(), 'OTGPPConsent=DBABLA~BVQVAAAAAgA.QA', sharing],
    ['met: Global Privacy Control', gpp(), '__gpp=DBABLA~BVQVAAAAAAGA.YA', furtherUse],
    ['met: California, nothing opted out', gpp(), '__gpp=DBABBg~BUoAAAKA.QA', []],
    ['met: California, all opted out', gpp(), 'OTGPPConsent=DBABBg~BUUAAAGA.QA', furtherUse],
    [
      'version 1 with the lengths of version 2: both readings count',
      gpp(),
      '__gpp=DBABLA~BVVKqqqqqoCA.QA',
      furtherUse,
    ],
    ['version 2 with the lengths of version 1', gpp(), '__gpp=DBABLA~CVQqAAAACgA.QA', everything],
    ['a version 3', gpp(), '__gpp=DBABLA~DVQqAAAAACgA.QA', everything],
    ['a field with a value that is none', gpp(), '__gpp=DBABBg~BUwAAAKA.QA', everything],
    ['a segment of an unknown kind', gpp(), '__gpp=DBABBg~BUoAAAKA.wA', everything],
    ['an empty segment', gpp(), '__gpp=DBABBg~BUoAAAKA.', everything],
    ['Global Privacy Control in a second segment', gpp(), '__gpp=DBABBg~BUoAAAKA.YA', sharing],
    ['percent-encoded', gpp(), '__gpp=DBABTA%7E1YNN', everything],
    ['twice, the same', gpp(), '__gpp=DBAA; __gpp=DBAA', everything],
    ['in two cookies, at odds', gpp(), '__gpp=DBAA; OTGPPConsent=DBABTA~1YYN', sharing],
    // TCF
    ['a yes to all', tcf(), `euconsent-v2=${yes}.${disclosed}`, []],
    ['without disclosed vendors', tcf(), `euconsent-v2=${yes}`, everything],
    ['disclosed vendors twice', tcf(), `euconsent-v2=${yes}.${disclosed}.${disclosed}`, everything],
    ['vendors that end too early', tcf(), `euconsent-v2=${yes}.IAE`, everything],
    ['an empty segment', tcf(), `euconsent-v2=${yes}.${disclosed}.`, everything],
    ['a segment of a kind to come', tcf(), `euconsent-v2=${yes}.${disclosed}.gAAA`, everything],
    ['a core for a segment', tcf(), `euconsent-v2=${yes}.${disclosed}.${yes}`, everything],
    [
      'an empty publisher segment',
      tcf(),
      `euconsent-v2=${yes}.${disclosed}.YAAAAAAAAAA`,
      everything,
    ],
    ['a publisher segment cut off', tcf(), `euconsent-v2=${yes}.${disclosed}.f_gA`, everything],
    ['cut off among the purposes', tcf(), `euconsent-v2=${head}P_g`, everything],
    [
      'cut off among the vendors',
      tcf(),
      `euconsent-v2=${yes.slice(0, -4)}.${disclosed}`,
      everything,
    ],
    ['version 1', tcf(), 'euconsent-v2=BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA', everything],
    ['a space within', tcf(), `euconsent-v2=${head} ${yes}.${disclosed}`, everything],
    ['in quotes', tcf(), `euconsent-v2="${yes}.${disclosed}"`, everything],
    ['padded with =', tcf(), `euconsent-v2=${yes}=.${disclosed}`, everything],
    ['longer than a cookie can be', tcf(), `euconsent-v2=${yes.padEnd(5000, 'A')}`, everything],
    [
      'met: a no of 2024',
      tcf(),
      'euconsent-v2=CP5jqEAP5jqEACGABBENAmEgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA',
      everything,
    ],
    ['a word', tcf(), 'euconsent-v2=true', everything],
    ['constructor', tcf(), 'euconsent-v2=constructor', everything],
  ])('%s', (_, signal, cookie, denied) => {
    expect(deniedBy(signal, cookie)).toEqual(denied)
  })
})
