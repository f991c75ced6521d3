import type { Signal } from '../consent/index.ts'
import { type Answers, agreedTo, bannerSignal, type Categories } from './categories.ts'
import { isRepeated, readJsonCookie } from './json-cookie.ts'

/**
 * The cookie of Klaro, by the names of its services.
 * @example klaro({ matomo: 'measurement', recommendations: 'behavioural' })
 */
export function klaro(
  categories: Categories,
  { cookie = 'klaro' }: { readonly cookie?: string } = {},
): Signal {
  return bannerSignal({ source: 'klaro', cookies: [cookie], categories, read })
}

/**
 * The consent cookie of Cloudflare Zaraz, by the ids of its purposes. The cookie has the name that
 * Zaraz's settings give it.
 * @example zaraz({ eQic: 'measurement', hfWn: 'behavioural' })
 */
export function zaraz(
  categories: Categories,
  { cookie = 'zaraz-consent' }: { readonly cookie?: string } = {},
): Signal {
  return bannerSignal({ source: 'zaraz', cookies: [cookie], categories, read })
}

// Both keep {"name":true,"other":false}.
function read(text: string): Answers {
  const answers = [...readJsonCookie(text)]
  return {
    yes: agreedTo(answers.map(([name, flag]) => [name, flag === true && !isRepeated(text, name)])),
  }
}
