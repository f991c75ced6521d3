/** Tells, while a page is read, what of it a framework is going to hydrate. */
export interface Hydration {
  /** Whether what is being read is hydrated, or may be. */
  readonly isOn: boolean
  /**
   * Follows the parser of a page.
   *
   * @param onLate told that what came so far may be hydrated as well.
   */
  follow?(rewriter: HTMLRewriter, onLate: () => void): void
}

// What marks the root that a framework hydrates: React, Next, Nuxt, Vue 2, Vue 3, Astro, SvelteKit.
const roots = [
  ...['[data-reactroot]', '#__next', '#__nuxt', '[data-server-rendered]', '[data-v-app]'],
  ...['astro-island', 'body[data-sveltekit-preload-data]'],
].join(', ')

// What says that there is a root, but not where. Next has marked none since its app router.
const scripts = 'script#__NEXT_DATA__, script[src*="/_next/"]'

const traces = [
  ...['data-reactroot', '__next', '__nuxt', 'data-server-rendered', 'data-v-app', 'astro-island'],
  ...['data-sveltekit', '__NEXT_DATA__', '/_next/'],
]
const trace = new RegExp(traces.join('|'))
const longestTrace = Math.max(...traces.map(({ length }) => length))

/**
 * Follows the roots of a page that is here as a whole. A parser that has to look for attributes in
 * every tag takes twice its time, so it does only where the text has a trace of a framework.
 */
export function hydrationOf(page: Uint8Array): Hydration {
  return trace.test(new TextDecoder().decode(page)) ? new Roots() : { isOn: false }
}

class Roots implements Hydration {
  #count = 0
  #open = 0
  #script = false

  get isOn(): boolean {
    return this.#open > 0 || this.#script
  }

  follow(rewriter: HTMLRewriter, onLate: () => void): void {
    rewriter.on(roots, {
      element: (root) => {
        root.onEndTag(() => {
          this.#open--
        })
        this.#count++
        this.#open++
      },
    })
    rewriter.on(scripts, {
      element: () => {
        if (this.#count > 0) return
        this.#script = true
        onLate()
      },
    })
  }
}

/** Looks for the first trace of a framework in a page that is still coming: all that follows may be hydrated. */
export class HydrationTrace implements Hydration {
  isOn = false
  #tail = ''

  /** A piece of the page, before it is parsed. */
  see(chunk: Uint8Array): void {
    if (this.isOn) return
    const text = this.#tail + new TextDecoder().decode(chunk)
    this.isOn = trace.test(text)
    this.#tail = text.slice(1 - longestTrace)
  }
}
