declare const gc: () => void

interface App {
  fetch(request: Request, ...rest: never[]): Response | Promise<Response>
}

/** A Worker that collects its garbage when it is asked to, so that what it holds can be told apart. */
export function collecting(app: App): App {
  return {
    fetch(request, ...rest) {
      if (!request.url.endsWith('/.bench/collect')) return app.fetch(request, ...rest)
      // What the first finds to be garbage may have held something, and buffers go after their owners.
      gc()
      gc()
      return new Response()
    },
  }
}
