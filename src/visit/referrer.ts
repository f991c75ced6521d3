/** Where a visit came from, as far as a page may care. */
export type ReferrerClass = 'none' | 'internal' | 'search' | 'social' | 'mail' | 'other'

/** By registrable name; `google.*` is Google under any country's name. A host counts for those below. */
const sites: ReadonlyMap<string, ReferrerClass> = new Map([
  ['google.*', 'search'],
  ['bing.com', 'search'],
  ['duckduckgo.com', 'search'],
  ['yahoo.*', 'search'],
  ['ecosia.org', 'search'],
  ['qwant.com', 'search'],
  ['startpage.com', 'search'],
  ['search.brave.com', 'search'],
  ['yandex.*', 'search'],
  ['ya.ru', 'search'],
  ['baidu.com', 'search'],
  ['naver.com', 'search'],
  ['seznam.cz', 'search'],
  // Apps send `android-app://` and their package name.
  ['com.google.android.googlequicksearchbox', 'search'],

  ['facebook.com', 'social'],
  ['instagram.com', 'social'],
  ['threads.net', 'social'],
  ['threads.com', 'social'],
  ['t.co', 'social'],
  ['twitter.com', 'social'],
  ['x.com', 'social'],
  ['bsky.app', 'social'],
  ['pinterest.*', 'social'],
  ['reddit.com', 'social'],
  ['linkedin.com', 'social'],
  ['lnkd.in', 'social'],
  ['tiktok.com', 'social'],
  ['youtube.com', 'social'],
  ['snapchat.com', 'social'],
  ['tumblr.com', 'social'],
  ['vk.com', 'social'],
  ['whatsapp.com', 'social'],
  ['t.me', 'social'],
  ['com.linkedin.android', 'social'],
  ['com.pinterest', 'social'],
  ['com.reddit.frontpage', 'social'],
  ['org.telegram.messenger', 'social'],

  ['mail.google.com', 'mail'],
  ['mail.yahoo.*', 'mail'],
  ['outlook.live.com', 'mail'],
  ['outlook.office.com', 'mail'],
  ['outlook.office365.com', 'mail'],
  ['mail.proton.me', 'mail'],
  ['mail.aol.com', 'mail'],
  ['mail.ru', 'mail'],
  ['gmx.net', 'mail'],
  ['web.de', 'mail'],
  ['com.google.android.gm', 'mail'],
])

/**
 * Reduces a `Referer` to its class. Only the host is looked at: a path or a query may hold what somebody
 * searched for or wrote.
 *
 * @param siteHost the shop's host, as `URL` gives it; hosts below it are the shop too, and `www.` makes no difference
 */
export function referrerClass(referrer: string | null, siteHost: string): ReferrerClass {
  if (!referrer) return 'none'
  const host = hostOf(referrer)
  if (!host) return 'other'

  const site = withoutWww(withoutPort(siteHost))
  if (site && (host === site || host.endsWith(`.${site}`))) return 'internal'
  for (let name = host; name !== ''; name = parentOf(name)) {
    const found = sites.get(name) ?? (anywhere.has(firstLabel(name)) && ofAnyCountry(name))
    if (found) return found
  }
  return 'other'
}

// As browsers write nearly every address. What is written otherwise is parsed.
const usual = /^https?:\/\/([a-z0-9.-]+\.[a-z]{2,})[/?#]/

function hostOf(url: string): string | undefined {
  const found = usual.exec(url)?.[1]
  const host = found?.includes('xn--') === false ? found : URL.parse(url)?.hostname.toLowerCase()
  return host && withoutWww(host)
}

const countryEnding = /(?:\.[a-z]{2,3}){1,2}$/

function ofAnyCountry(name: string): ReferrerClass | undefined {
  return sites.get(name.replace(countryEnding, '.*'))
}

// Most hosts begin like none of these, and need not be taken apart.
const anywhere = new Set([...sites.keys()].filter((name) => name.endsWith('.*')).map(firstLabel))

function firstLabel(name: string): string {
  return name.slice(0, name.indexOf('.'))
}

function withoutPort(host: string): string {
  const port = host.lastIndexOf(':')
  return port > host.lastIndexOf(']') ? host.slice(0, port) : host // of IPv6, colons are in brackets
}

function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host
}

function parentOf(name: string): string {
  const dot = name.indexOf('.')
  return dot === -1 ? '' : name.slice(dot + 1)
}
