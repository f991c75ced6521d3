import type { Words } from './words.ts'

/** English. */
export const en: Words = {
  language: 'en',
  direction: 'ltr',
  title: 'Your privacy, your choice',
  wishes: 'With your permission we would like to:',
  assurance: 'The shop works just the same if you say no. You can change your mind at any time.',
  accept: 'Accept all',
  refuse: 'Refuse all',
  choose: 'Choose for yourself',
  centre: {
    title: 'Privacy choices',
    intro:
      'Decide for each purpose. What you leave off stays off, and the shop works just the same. ' +
      'You can come back and change your mind at any time.',
    privacyPolicy: 'Privacy policy',
  },
  save: 'Save my choices',
  withdraw: 'Withdraw all',
  saved: 'Your choices are saved.',
  close: 'Close',
  back: 'Back to the shop',
  receipt: 'Download your receipt',
  details: 'What this means',
  dataTitle: 'What is used',
  keptTitle: 'Where it is, and for how long',
  groundTitle: 'Why we may',
  grounds: {
    consent: 'Only with your consent.',
    optOut: 'It is on unless you opt out, as the law where you are allows.',
    none: 'No personal data is used, so no consent is needed. You can still turn it off.',
  },
  neverTitle: 'What we do not do',
  reopen: 'Privacy choices',
  optOut: {
    title: 'How we use your visit',
    wishes: 'Unless you object, we:',
    understood: 'That is fine',
  },
  gpc: {
    status:
      'Your browser sends an opt-out preference signal (Global Privacy Control). We honour it: ' +
      'what you do here is not sold or shared, for advertising or otherwise.',
    honoured: 'Opt-out signal honoured',
    conflictTitle: 'Your browser says something else',
    conflict:
      'You just allowed what your browser asks every site not to do, with the signal Global Privacy ' +
      'Control. We keep to the signal unless you tell us to make an exception for this shop:',
    keep: 'Keep to my browser’s signal',
    override: 'Make an exception here',
  },
  ask: { question: 'May we {wish}?', yes: 'Yes', no: 'No' },
  purposes: {
    contextual: {
      name: 'Suggestions that fit the page',
      wish: 'suggest products that go with the page you are on',
      about: 'Products that go with the page you are on. It takes nothing that says who you are.',
      data: 'The page, the kind of site you came from, the hour, the kind of device and the country.',
      kept: 'Nothing is stored. It is gone when the page is sent.',
      never: 'We do not show suggestions.',
    },
    behavioural: {
      name: 'Suggestions that fit you',
      wish: 'suggest products by what you look at and put into your basket here',
      about: 'What you looked at before helps to find what you may like next.',
      data: 'The last products you looked at and those in your basket, at most 20 of each.',
      kept:
        'In an encrypted cookie on your own device for at most {days} days. There is no copy ' +
        'elsewhere, and the shop behind this page does not get it.',
      never: 'We keep no list of what you look at.',
    },
    measurement: {
      name: 'Counting what works',
      wish: 'count how often suggestions are seen and used',
      about: 'Numbers tell us whether suggestions are of use to anybody.',
      data: 'That a suggestion was shown or clicked, and whether an order followed.',
      kept: 'As numbers over all visitors. No record of you is kept.',
      never: 'We do not measure your visit.',
    },
    pricing: {
      name: 'Personal prices',
      wish: 'offer you prices of your own',
      about: 'Prices that depend on who you are.',
      data: 'What you look at and buy here.',
      kept: 'For the length of your visit.',
      never: 'No personal prices: everybody sees the same price.',
    },
    advertising: {
      name: 'Advertising',
      wish: 'share with our advertising partners what you are interested in',
      about: 'Partners can then show you advertisements for what you looked at here.',
      data: 'The kinds of products you look at and buy here.',
      kept: 'With us and our partners; the privacy policy names them and says for how long.',
      never: 'No advertising: nothing is shared with or sold to advertisers.',
    },
    training: {
      name: 'Improving suggestions',
      wish: 'learn from your visit to improve suggestions for everybody',
      about: 'Which products are looked at together makes suggestions better for others too.',
      data: 'Which products you look at and buy here in one visit.',
      kept: 'Only what was learned is kept, mixed with that of many others.',
      never: 'We do not learn from your visit.',
    },
  },
  problems: {
    elsewhere: 'This form was sent from another site, so nothing was changed',
    form: 'This form could not be read, so nothing was changed',
    purpose: 'This shop does not ask for that purpose, so nothing was changed',
    choice: 'This form says neither yes nor no, so nothing was changed',
    none: 'There is no receipt yet, because you have not chosen anything',
    fault:
      'Your choice could not be saved, and what you chose before still holds. Please try again',
  },
}
