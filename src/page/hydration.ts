// What marks the root that a framework hydrates: React, Next, Nuxt, Vue 2, Vue 3, Astro.
const roots = [
  ...['[data-reactroot]', '#__next', '#__nuxt', '[data-server-rendered]', '[data-v-app]'],
  'astro-island',
].join(', ')

// It says that there is a root, but not where.
const script = 'script#__NEXT_DATA__'

const hint =
  /data-reactroot|__next|__nuxt|data-server-rendered|data-v-app|astro-island|__NEXT_DATA__/

/**
 * Whether anything in a page may mark a root. To look through its text takes a tenth of what a parser
 * takes that looks for attributes in every tag, and most pages have no root.
 */
export function mayHydrate(page: Uint8Array): boolean {
  return hint.test(new TextDecoder().decode(page))
}

/**
 * Follows the roots that a framework is going to hydrate, while a page is read. In one, it would find
 * other markup than it rendered, and undo the change or fail.
 */
export class HydrationWatch {
  #roots = 0
  #open = 0
  #script = false

  /** Whether what comes next is hydrated: inside a root, or after a script without any root. */
  get isOn(): boolean {
    return this.#open > 0 || this.#script
  }

  /** @param onScript told of a script without a root before it: what came so far may be in one. */
  watch(rewriter: HTMLRewriter, onScript: () => void): void {
    rewriter.on(roots, {
      element: (root) => {
        root.onEndTag(() => {
          this.#open--
        })
        this.#roots++
        this.#open++
      },
    })
    rewriter.on(script, {
      element: () => {
        if (this.#roots > 0) return
        this.#script = true
        onScript()
      },
    })
  }
}
