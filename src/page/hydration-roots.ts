/** What marks the root that a framework hydrates: React, Next, Nuxt, Vue 2, Vue 3, Astro, SvelteKit. */
export const hydrationRoots = [
  ...['[data-reactroot]', '#__next', '#__nuxt', '[data-server-rendered]', '[data-v-app]'],
  ...['astro-island', 'body[data-sveltekit-preload-data]'],
].join(', ')

/** What says that there is a root, but not where. Next has marked none since its app router. */
export const hydrationScripts = 'script#__NEXT_DATA__, script[src*="/_next/"]'
